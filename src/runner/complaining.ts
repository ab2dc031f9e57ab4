import { SuiteError } from '../core/errors.js';
import type { Path } from './yaml-file.js';
import { parsePath, type Complain } from './yaml-file-mistakes.js';

/**
 * Runs what refuses a part of a file, and makes a complaint of a user's mistake: its key is relative to the part.
 * @param at - path of the part
 * @returns what the run gives; undefined when it complained
 */
export function complaining<T>(at: Path, complain: Complain, run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof SuiteError) || error.code !== 'user') throw error;
    complain([...at, ...parsePath(error.details.key ?? '')], error.message, error.details.mend);
    return undefined;
  }
}
