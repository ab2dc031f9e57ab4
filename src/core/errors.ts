/** Whose mistake it is: the exit code of the program follows from it. */
export type SuiteErrorCode = 'user' | 'infrastructure' | 'bug';

export interface SuiteErrorDetails {
  /** The file at fault, and the place in it. */
  readonly file?: string;
  readonly line?: number;
  /** Path of the key at fault, such as `optimizers[0].options.eta`. */
  readonly key?: string;
  /** What to do about it, one sentence. */
  readonly mend?: string;
  readonly cause?: unknown;
}

/** An error with a message made for the person who reads it; anything else that is thrown is our bug. */
export class SuiteError extends Error {
  readonly code: SuiteErrorCode;
  readonly details: SuiteErrorDetails;

  constructor(code: SuiteErrorCode, message: string, details: SuiteErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'SuiteError';
    this.code = code;
    this.details = details;
  }
}

/** `file:line: key: message`, then the mend on a line of its own. */
export function formatSuiteError(error: SuiteError): string {
  const { file, line, key, mend } = error.details;
  const place = [file === undefined ? '' : line === undefined ? file : `${file}:${line}`, key ?? '']
    .filter((part) => part !== '')
    .join(': ');
  return `${place === '' ? '' : `${place}: `}${error.message}${mend === undefined ? '' : `\n  ${mend}`}`;
}

/** A user's mistake. */
export function userError(message: string, details?: SuiteErrorDetails): SuiteError {
  return new SuiteError('user', message, details);
}

/** The machine's fault: no engine, a guest that will not start. */
export function infrastructureError(message: string, details?: SuiteErrorDetails): SuiteError {
  return new SuiteError('infrastructure', message, details);
}

/** A broken promise of our own code. */
export function bug(message: string, details?: SuiteErrorDetails): SuiteError {
  return new SuiteError('bug', message, details);
}

/** The message of anything thrown, also of what cannot be made a text of. */
export function messageOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    return 'something that cannot be shown was thrown';
  }
}
