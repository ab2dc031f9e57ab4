import { formatSuiteError, messageOf, SuiteError } from '../core/errors.js';
import type { Terminal } from './terminal.js';

/** Exit codes of the program. */
export const EXIT = { ok: 0, failed: 1, user: 2, bug: 3 } as const;

/** Tells what went wrong and whose mistake it is; returns the exit code. */
export function reportFailure(error: unknown, terminal: Terminal): number {
  const code = error instanceof SuiteError ? error.code : 'bug';
  if (terminal.json) terminal.answer({ error: asJson(error, code) }, () => '');
  else terminal.note(asText(error, code));
  return { user: EXIT.user, infrastructure: EXIT.failed, bug: EXIT.bug }[code];
}

function asJson(error: unknown, code: string): Readonly<Record<string, unknown>> {
  const { file, line, key, mend } = error instanceof SuiteError ? error.details : {};
  const stack = code === 'bug' ? { stack: stackOf(error) } : {};
  return { code, message: messageOf(error), file, line, key, mend, ...stack };
}

function asText(error: unknown, code: string): string {
  if (code === 'bug') {
    return `${stackOf(error)}\n\nThis is a mistake of hport, not yours. Please report it, with the lines above.`;
  }
  return `error: ${error instanceof SuiteError ? formatSuiteError(error) : messageOf(error)}`;
}

/** With the causes below it. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return messageOf(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
