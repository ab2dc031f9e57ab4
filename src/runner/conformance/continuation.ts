import type { EvaluateParams, EvaluateResult } from '../../protocol/benchmark.js';
import { skipped, verdict, type Check, type Verdict } from './check.js';
import { differences } from './compare.js';
import { continuingAxes, keep, notContinuing } from './continuing.js';
import { levelsOf, spread, type Instance } from './instance.js';
import { shownParams, type Respondent } from './respondent.js';
import type { Subject } from './subject.js';
import { workingAt } from './working.js';

/** Continuing agrees with starting from scratch: step by step, in one step, and in another guest than the one that began. */
const continuation: Check = { name: 'continuation', after: ['metrics', 'cost', 'same seed', 'call order'], run };
export default continuation;

async function run(subject: Subject): Promise<Verdict> {
  const reason = notContinuing(subject);
  if (reason !== undefined) return reason;
  const guests = { first: await subject.guest(), second: await subject.fresh() };
  const problems: string[] = [];
  let compared = 0;
  for (const instance of spread(subject.instances, 4)) {
    for (const axis of continuingAxes(instance)) {
      const fidelities = levelsOf(instance, axis).map((level) => ({ ...instance.lowest, [axis]: level }));
      const working = await workingAt(subject, instance, fidelities);
      const steps = working === undefined ? [] : fidelities.map((fidelity) => ({ ...working, fidelity }));
      const found = await alongAxis(guests, instance, steps);
      problems.push(...found.problems);
      compared += found.compared;
    }
  }
  await guests.second.stop();
  if (compared === 0 && problems.length === 0)
    return skipped('nothing succeeds at two levels of a continuing fidelity');
  const mend =
    'Keep all state in the checkpoint (weights, optimizer, generators) and nothing in memory, or declare a continuationTolerance.';
  return verdict(problems, mend, `${compared} comparisons with starting from scratch`);
}

interface Guests {
  readonly first: Respondent;
  readonly second: Respondent;
}

interface Found {
  readonly problems: readonly string[];
  readonly compared: number;
}

/** At levels a < b < c: a -> b -> c, and a -> c in the other guest. */
async function alongAxis(guests: Guests, instance: Instance, steps: readonly EvaluateParams[]): Promise<Found> {
  const [low, ...higher] = steps;
  const highest = higher.at(-1);
  if (low === undefined || highest === undefined) return { problems: [], compared: 0 };
  const { first, second } = guests;
  const kept = await keep(first, low);
  const tokens = [kept.checkpoint];
  const problems: string[] = [];
  for (const params of higher) {
    const continued = await keep(first, { ...params, checkpoint: tokens.at(-1) ?? kept.checkpoint });
    tokens.push(continued.checkpoint);
    problems.push(...compare(instance, params, await first.result(params), continued, 'and, continued,'));
  }
  const elsewhere = await second.result({ ...highest, checkpoint: kept.checkpoint });
  const scratch = await first.result(highest);
  problems.push(...compare(instance, highest, scratch, elsewhere, 'and, continued in one step in a new guest,'));
  first.benchmark.release?.(tokens);
  return { problems, compared: higher.length + 1 };
}

/** Of objectives only: that is what the tolerance is about. */
function compare(
  { descriptor }: Instance,
  params: EvaluateParams,
  scratch: EvaluateResult,
  continued: EvaluateResult,
  between: string,
): readonly string[] {
  const { metrics, continuationTolerance: tolerance = 0 } = descriptor;
  const objectives = Object.keys(metrics).filter(
    (name) => metrics[name]?.role === 'objective' && metrics[name].measured !== true,
  );
  const comparison = { between: `from scratch ${between}`, tolerance, metrics: objectives, cost: false };
  const found = differences(descriptor, scratch, continued, comparison);
  return found.map((difference) => `${difference} (tolerance ${tolerance}): ${shownParams(params)}`);
}
