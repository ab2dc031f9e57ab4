import { CommanderError } from 'commander';
import { infrastructureError, type SuiteError, userError } from '../core/errors.js';
import { onStall } from '../core/stall.js';
import { EXIT, reportFailure } from './failure.js';
import { createProgram } from './program.js';
import { createTerminal } from './terminal.js';

/** Runs the program with its arguments (without node and script) and returns its exit code; never throws. */
export async function main(argv: readonly string[]): Promise<number> {
  endWithReader(process.stdout);
  // Usage errors come before options are read, and they too must be JSON.
  const terminal = createTerminal(argv.includes('--json'));
  let code: number = EXIT.ok;
  const program = createProgram(async (act) => {
    code = await act(terminal);
  }, terminal.json);
  // The last to be told of an event loop that has run empty: whoever knows what it waits for has a better message.
  const forget = onStall(() => process.exit(reportFailure(stalled(), terminal)));
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) return reportFailure(error, terminal);
    if (HELP.has(error.code)) return error.exitCode === 0 ? EXIT.ok : EXIT.user;
    // Commander has told the people already; programs are told here.
    if (terminal.json) reportFailure(userError(error.message.replace(/^error: /, '')), terminal);
    return EXIT.user;
  } finally {
    forget();
  }
}

function stalled(): SuiteError {
  return infrastructureError('work is under way, but nothing is left that it could wait for: it would never end', {
    mend: 'Whatever was observed is in the logs; `hport resume` goes on from there.',
  });
}

const HELP = new Set(['commander.help', 'commander.helpDisplayed', 'commander.version']);

/** `hport list families | head -1` ends without a word when `head` has seen enough. */
function endWithReader(stream: NodeJS.WriteStream): void {
  if (!stream.listeners('error').includes(onWriteError)) stream.on('error', onWriteError);
}

function onWriteError(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(EXIT.ok);
  throw error;
}
