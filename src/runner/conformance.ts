import { formatSuiteError, SuiteError } from '../core/errors.js';
import type { Check, CheckStep, Verdict } from './conformance/check.js';
import { CHECKS } from './conformance/list.js';
import { openSubject, type Subject } from './conformance/subject.js';
import type { Family } from './families.js';
import type { Workers } from './recipe.js';

/*
 * The contract of a benchmark (design.md section 6), as a command: `hport check <family> [--engine NAME]`. Each promise is a
 * file of `conformance/` whose default export is a `Check`; `conformance/list.ts` has them in order. A check names what it
 * found and how to mend it, and is skipped, with the reason, where there is nothing to ask or where a check that it builds
 * on has failed: one fault, one failure.
 *
 *  start              the family's code can be loaded
 *  provenance         source, licence (SPDX) and, for other people's data, citation
 *  manifest           the guest describes each instance as benchmark.yaml does
 *  table              what is odd in the rows (missing, twice, free of cost, ...) is declared
 *  metrics            a seeded sample: the declared metrics and no other, finite, within bounds; most evaluations succeed
 *  cost               the same sample: seconds, above 0
 *  same seed          the same question twice, bit for bit
 *  call order         there and back in one guest, backwards in a new one
 *  golden             the known answers of every instance, of which each has at least one
 *  refusals           illegal configurations, fidelities and instances: the right code, and the guest goes on
 *  batch              many at once as each alone
 *  progress           finite declared metrics at ascending levels
 *  continuation       agrees with starting from scratch; also in another guest than the one that began
 *  continuation cost  is clearly less than starting from scratch (measured clocks)
 *  checkpoints        a missing one is refused, a released one is gone
 *  test metrics       are not the objectives under another name
 *  fidelity           each one changes something
 *  instances          none is a copy of another
 *  cancel             ends a running evaluation soon; the next one works
 *  engines            another engine gives the same bits
 *  network            the containers have none
 *  references         the scales of normalised regret are of what the family is now
 *
 * That noise on stdout does not disturb is a promise of the guests, not of a family: see test/runner/conformance-guests.test.ts.
 */

export type { CheckStep };

/** Names of the checks, in order. */
export const CHECK_NAMES: readonly string[] = CHECKS.map(({ name }) => name);

export interface CheckOptions {
  readonly engine: string;
  /** Of a worker. */
  readonly size?: Workers;
  readonly signal?: AbortSignal;
  /** Told of each step when it is done. */
  onStep?(step: CheckStep): void;
  onNotice?(line: string): void;
}

/**
 * Checks that a family keeps the contract, one check after another; all are reported, whatever became of the first.
 * @throws SuiteError when the engine is not there or cannot run the family; the signal's reason when that aborts.
 */
export async function checkFamily(family: Family, options: CheckOptions): Promise<readonly CheckStep[]> {
  await using subject = await openSubject(family, options);
  const steps: CheckStep[] = [];
  for (const check of CHECKS) {
    const step = { name: check.name, ...(await verdictOf(check, subject, steps)) };
    steps.push(step);
    options.onStep?.(step);
  }
  return steps;
}

async function verdictOf(check: Check, subject: Subject, done: readonly CheckStep[]): Promise<Verdict> {
  subject.signal?.throwIfAborted();
  const needed = [CHECKS[0]?.name, ...(check.after ?? [])];
  const failed = done.find(({ name, status }) => status === 'failed' && needed.includes(name));
  if (failed !== undefined) return { status: 'skipped', message: `says nothing while "${failed.name}" fails` };
  const verdict = await run(check, subject);
  // What a fault has done to the guest is not held against the next check.
  if (verdict.status === 'failed') await subject.renew();
  return verdict;
}

async function run(check: Check, subject: Subject): Promise<Verdict> {
  try {
    return await check.run(subject);
  } catch (error) {
    subject.signal?.throwIfAborted();
    if (!(error instanceof SuiteError) || error.code === 'bug') throw error;
    return { status: 'failed', message: formatSuiteError(error) };
  }
}
