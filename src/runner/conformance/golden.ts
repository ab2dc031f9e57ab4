import type { Golden } from '../../protocol/descriptor.js';
import { verdict, type Check, type Verdict } from './check.js';
import { comparable, shown } from './compare.js';
import type { Instance } from './instance.js';
import { shownParams, type Respondent } from './respondent.js';
import type { Subject } from './subject.js';

/** Every instance has a known answer or more, and gives them. */
const golden: Check = { name: 'golden', after: ['metrics', 'cost', 'same seed', 'call order'], run };
export default golden;

async function run(subject: Subject): Promise<Verdict> {
  const guest = await subject.guest();
  const problems: string[] = [];
  let asked = 0;
  for (const instance of subject.instances) {
    const { descriptor, name } = instance;
    if (descriptor.golden.length === 0) problems.push(`${name} has no golden evaluation`);
    for (const known of descriptor.golden) problems.push(...(await ask(guest, instance, known)));
    asked += descriptor.golden.length;
  }
  const mend =
    'If the answer of now is right, raise the version of the family and write it under golden in benchmark.yaml (`hport evaluate` prints it); a tolerance says how far another machine may be off.';
  return verdict(problems, mend, `${asked} golden evaluations`);
}

async function ask(guest: Respondent, { descriptor }: Instance, known: Golden): Promise<readonly string[]> {
  const { metrics, tolerance = 0, relativeTolerance = 0, ...params } = known;
  const names = comparable(descriptor).filter((name) => name in metrics);
  if (names.length === 0) return [`a golden evaluation has no metric that can be compared: ${shownParams(params)}`];
  const allowedOf = (name: string): number => {
    const { lower, upper } = descriptor.metrics[name] ?? {};
    const range = lower === undefined || upper === undefined ? 0 : upper - lower;
    return Math.max(tolerance, relativeTolerance * range);
  };
  const found = await guest.result(params);
  return names
    .filter((name) => !(Math.abs((found.metrics[name] ?? NaN) - (metrics[name] ?? NaN)) <= allowedOf(name)))
    .map((name) => {
      const allowed = allowedOf(name) === 0 ? '' : ` (tolerance ${allowedOf(name)})`;
      return `${name} is ${shown(found.metrics[name])}, expected ${shown(metrics[name])}${allowed}: ${shownParams(params)}`;
    });
}
