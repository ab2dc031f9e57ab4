import type { EvaluateParams, EvaluateResult } from '../../protocol/benchmark.js';
import { skipped, verdict, type Check, type Verdict } from './check.js';
import { differences } from './compare.js';
import { levelsOf, spread, type Instance } from './instance.js';
import { isFailure, type Respondent } from './respondent.js';
import type { Subject } from './subject.js';

/** Each fidelity changes something. What costs more at the lower level is only remarked: published tables have such rows. */
const fidelity: Check = { name: 'fidelity', after: ['metrics', 'cost', 'same seed'], run };
export default fidelity;

async function run(subject: Subject): Promise<Verdict> {
  const guest = await subject.guest();
  const problems: string[] = [];
  const remarks: string[] = [];
  for (const instance of spread(subject.instances, 4)) {
    const chosen = await subject.cheapest(instance, 3);
    for (const { name, cost } of instance.descriptor.fidelities) {
      const pairs = await bothEnds(guest, instance, name, chosen);
      if (pairs.length === 0) continue;
      const dearer = median(pairs.map(([low, high]) => high.cost / low.cost));
      if (pairs.every(([low, high]) => isSame(instance, low, high, dearer))) {
        problems.push(`${instance.name}: ${name} changes neither the metrics nor the cost`);
      } else if (cost !== 'none' && dearer <= 1) {
        remarks.push(
          `${instance.name}: an evaluation at a higher ${name} costs ${dearer.toFixed(2)} times that at the lowest`,
        );
      }
    }
  }
  if (subject.instances.every(({ descriptor }) => descriptor.fidelities.length === 0)) {
    return skipped('the family has no fidelities');
  }
  const mend =
    'Use it in evaluate, or take it out of benchmark.yaml: a fidelity that does nothing makes every level full.';
  return verdict(problems, mend, remarks.join('; '));
}

type Ends = readonly [EvaluateResult, EvaluateResult];

/** Answers at the lowest and at the highest level that can be borne, the other axes at their lowest. */
async function bothEnds(
  guest: Respondent,
  instance: Instance,
  axis: string,
  chosen: readonly EvaluateParams[],
): Promise<readonly Ends[]> {
  const levels = levelsOf(instance, axis);
  const top = levels.at(-1);
  if (levels.length < 2 || top === undefined) return [];
  const pairs: Ends[] = [];
  for (const params of chosen) {
    const { answer: low } = await guest.ask({ ...params, fidelity: instance.lowest });
    const { answer: high } = await guest.ask({ ...params, fidelity: { ...instance.lowest, [axis]: top } });
    if (!isFailure(low) && !isFailure(high)) pairs.push([low, high]);
  }
  return pairs;
}

/** A measured cost is never twice the same: there it counts when it is half as much again. */
function isSame(
  { descriptor, measured }: Instance,
  low: EvaluateResult,
  high: EvaluateResult,
  dearer: number,
): boolean {
  return differences(descriptor, low, high, { between: '' }).length === 0 && (!measured || dearer < 1.5);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
