import { CommanderError } from 'commander';
import { infrastructureError, type SuiteError, userError } from '../core/errors.js';
import { onStall } from '../core/stall.js';
import { EXIT, reportFailure } from './failure.js';
import { createProgram } from './program.js';
import { createTerminal, type Terminal } from './terminal.js';

/** Runs the program with its arguments (without node and script) and returns its exit code; never throws. */
export async function main(argv: readonly string[]): Promise<number> {
  endWithReader(process.stdout);
  // Usage errors come before options are read, and they too must be JSON.
  const terminal = createTerminal(argv.includes('--json'));
  let code: number = EXIT.ok;
  const shown: string[] = [];
  const output = { writeOut: (text: string) => void shown.push(text), writeErr: () => undefined };
  const program = createProgram(
    async (act) => {
      code = await act(terminal);
    },
    terminal.json ? output : {},
  );
  // The last to be told of an event loop that has run empty: whoever knows what it waits for has a better message.
  const forget = onStall(() => process.exit(reportFailure(stalled(), terminal)));
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) return reportFailure(error, terminal);
    return endOfCommander(error, terminal, shown.join(''));
  } finally {
    forget();
  }
}

/** Commander ends by a throw, also where it only showed something; people were told by it already, programs are told here. */
function endOfCommander(error: CommanderError, terminal: Terminal, shown: string): number {
  const ok = error.exitCode === 0;
  if (!terminal.json) return ok ? EXIT.ok : EXIT.user;
  if (error.code === 'commander.version') terminal.answer({ version: shown.trim() }, () => '');
  else if (ok) terminal.answer({ help: shown }, () => '');
  else if (error.code === 'commander.help') reportFailure(userError('no command was given', { mend: HINT }), terminal);
  else reportFailure(userError(error.message.replace(/^error: /, '')), terminal);
  return ok ? EXIT.ok : EXIT.user;
}

const HINT = '`hport --help` says what there is.';

function stalled(): SuiteError {
  return infrastructureError('work is under way, but nothing is left that it could wait for: it would never end', {
    mend: 'Whatever was observed is in the logs; `hport resume` goes on from there.',
  });
}

/** `hport list families | head -1` ends without a word when `head` has seen enough. */
function endWithReader(stream: NodeJS.WriteStream): void {
  if (!stream.listeners('error').includes(onWriteError)) stream.on('error', onWriteError);
}

function onWriteError(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(EXIT.ok);
  throw error;
}
