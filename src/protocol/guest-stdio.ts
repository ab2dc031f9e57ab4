import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** The descriptors that carry the protocol, as `3,4`; set for the inner process. */
export const STDIO_VARIABLE = 'HPORT_STDIO';

/**
 * Runs this program again with the protocol on descriptors 3 and 4, descriptor 1 being stderr and descriptor 0
 * empty: Node cannot duplicate descriptors, and nothing less keeps what native code and children print off the wire.
 * The outer process only passes signals on; the inner one watches that it is there.
 */
export function superviseStdio(): void {
  const inner = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: ['ignore', 2, 2, 0, 1],
    env: { ...process.env, [STDIO_VARIABLE]: '3,4' },
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => inner.kill(signal));
  inner.on('error', (error) => {
    process.stderr.write(`the guest did not start: ${error.message}\n`);
    process.exit(1);
  });
  inner.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 128 + constants.signals[signal]));
}
