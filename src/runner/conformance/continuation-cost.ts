import type { EvaluateParams } from '../../protocol/benchmark.js';
import { passed, skipped, verdict, type Check, type Verdict } from './check.js';
import { continuingAxes, keep, notContinuing } from './continuing.js';
import type { Instance } from './instance.js';
import { isFailure, type Respondent } from './respondent.js';
import type { Subject } from './subject.js';

/** On a measured clock continuing takes less than starting from scratch: somewhere above an axis' lowest levels, in one instance. */
const continuationCost: Check = { name: 'continuation cost', after: ['metrics', 'cost', 'continuation'], run };
export default continuationCost;

async function run(subject: Subject): Promise<Verdict> {
  const reason = notContinuing(subject);
  if (reason !== undefined) return reason;
  const instance = subject.instances.find((each) => each.measured && continuingAxes(each).length > 0);
  const [axis] = instance === undefined ? [] : continuingAxes(instance);
  const [cheapest] = instance === undefined ? [] : await subject.cheapest(instance, 1);
  if (instance === undefined || axis === undefined || cheapest === undefined) return skipped('nothing is measured');
  const guest = await subject.guest();
  // Little is to be told of little work: with the other axes at their highest there may be enough.
  for (const others of [instance.lowest, instance.fidelities.highest]) {
    const at = (level: number): EvaluateParams => ({ ...cheapest, fidelity: { ...others, [axis]: level } });
    const high = await longEnough(guest, instance, axis, at);
    if (high === undefined) continue;
    const low = nearlyAsHigh(instance, axis, high);
    const expected = (high - low) / high;
    if (low >= high || expected > 0.5) return skipped(`the levels of ${axis} are too far apart to tell`);
    return await measure(subject, { low: at(low), high: at(high), expected }, `${axis} ${low} to ${high}`);
  }
  return skipped(`no level of ${axis} that succeeds takes ${TELLING} s from scratch, too little to tell`);
}

/** Seconds below which a busy machine's noise is as large. */
const TELLING = 0.1;

/** The first level, by threes, whose evaluation from scratch takes long enough to compare with. */
async function longEnough(
  guest: Respondent,
  { descriptor, fidelities }: Instance,
  axis: string,
  at: (level: number) => EvaluateParams,
): Promise<number | undefined> {
  const parameter = descriptor.fidelities.find(({ name }) => name === axis);
  if (parameter === undefined) return undefined;
  for (let wanted = parameter.lower * 3; ; wanted *= 3) {
    const level = fidelities.round(axis, wanted);
    const { answer } = await guest.ask(at(level));
    if (isFailure(answer)) return undefined;
    if (answer.cost >= TELLING) return level;
    if (level >= parameter.upper) return undefined;
  }
}

/** Four fifths of the level, or the nearest level below it. */
function nearlyAsHigh({ descriptor, fidelities }: Instance, axis: string, high: number): number {
  const near = fidelities.round(axis, high * 0.8);
  if (near < high) return near;
  const below = descriptor.fidelities.find(({ name }) => name === axis)?.levels?.filter((level) => level < high);
  return below?.at(-1) ?? high;
}

interface Steps {
  readonly low: EvaluateParams;
  readonly high: EvaluateParams;
  /** Share of the work that is left. */
  readonly expected: number;
}

/**
 * The least of three of each, since a busy machine only ever adds; failed half-way between the expected share and all of it.
 * Continued in a new guest: what was kept in memory is not there.
 */
async function measure(subject: Subject, { low, high, expected }: Steps, where: string): Promise<Verdict> {
  const guest = await subject.guest();
  const other = await subject.fresh();
  const { checkpoint } = await keep(guest, low);
  let scratch = Infinity;
  let continued = Infinity;
  for (let i = 0; i < 3; i++) {
    continued = Math.min(continued, (await other.result({ ...high, checkpoint })).cost);
    scratch = Math.min(scratch, (await guest.result(high)).cost);
  }
  guest.benchmark.release?.([checkpoint]);
  await other.stop();
  const share = continued / scratch;
  const found = `continuing (${where}) costs ${share.toFixed(2)} of starting from scratch`;
  if (share <= (1 + expected) / 2) return passed(found);
  const mend =
    'Load the state from context.continueFrom (continue_from in Python) and do only the levels that are missing; leave loading out of the cost.';
  return verdict([`${found}, and about ${expected.toFixed(2)} of the work is left`], mend);
}
