import type { Subject } from './subject.js';

/** What one check of the contract found. */
export interface CheckStep {
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** What was found and how to mend it; why it was skipped; or a remark. */
  readonly message?: string;
}

export type Verdict = Omit<CheckStep, 'name'>;

/** One promise of a benchmark: a file of this folder. */
export interface Check {
  readonly name: string;
  /** Checks without which this one says nothing of its own: it is skipped when one of them failed. */
  readonly after?: readonly string[];
  /** May throw a SuiteError, which is a failure with its message. */
  run(subject: Subject): Verdict | Promise<Verdict>;
}

export function passed(message?: string): Verdict {
  return message === undefined || message === '' ? { status: 'passed' } : { status: 'passed', message };
}

export function skipped(why: string): Verdict {
  return { status: 'skipped', message: why };
}

/** Problems shown; more of them say nothing new. */
const SHOWN = 8;

/** Failed if there are problems: the message has one a line, then the mend. Otherwise passed with the remark. */
export function verdict(problems: readonly string[], mend: string, remark?: string): Verdict {
  if (problems.length === 0) return passed(remark);
  const more = problems.length > SHOWN ? [`and ${problems.length - SHOWN} more`] : [];
  return { status: 'failed', message: [...problems.slice(0, SHOWN), ...more, mend].join('\n  ') };
}
