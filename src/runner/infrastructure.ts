import { infrastructureError, messageOf, SuiteError } from '../core/errors.js';

/**
 * The error where the machine is at fault and neither the user nor we: it stops a run in such a way that it can go on later. What
 * the operating system refuses (a full disk, a file that cannot be written) and what a container engine answers become errors that
 * say so; anything else is undefined.
 */
export function asInfrastructure(error: unknown): SuiteError | undefined {
  if (error instanceof SuiteError) return error.code === 'infrastructure' ? error : undefined;
  if (!(error instanceof Error)) return undefined;
  const { code, syscall, statusCode } = error as NodeJS.ErrnoException & { readonly statusCode?: number };
  if (typeof code === 'string' && typeof syscall === 'string') {
    const mend = MENDS[code];
    return infrastructureError(messageOf(error), { cause: error, ...(mend !== undefined && { mend }) });
  }
  return typeof statusCode === 'number'
    ? infrastructureError(`the container engine answered: ${messageOf(error)}`, { cause: error })
    : undefined;
}

/** What to do about some of what the operating system says. */
const MENDS: Readonly<Record<string, string>> = {
  ENOSPC: 'Make room on the disk.',
  EDQUOT: 'Make room within your quota.',
  EROFS: 'Mount the disk so that it can be written.',
  EACCES: 'See to it that the file may be written by this user.',
  EMFILE: 'Raise the limit on open files (ulimit -n), or lower workers.count or concurrency.',
  ECONNREFUSED: 'Start the container engine again: `hport doctor` says whether it answers.',
};
