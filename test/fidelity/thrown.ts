import { SuiteError } from '../../src/core/errors.js';

/** The SuiteError that an attempt ends in, as `code key: message`. */
export function thrown(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    if (error instanceof SuiteError) return `${error.code} ${error.details.key ?? ''}: ${error.message}`;
    throw error;
  }
  return 'nothing thrown';
}
