import type { EvaluateParams } from '../../protocol/benchmark.js';
import { skipped, verdict, type Check, type Verdict } from './check.js';
import { comparable, differences } from './compare.js';
import { spread, type Instance } from './instance.js';
import { shownParams, type Respondent } from './respondent.js';
import type { Subject } from './subject.js';

/** The same question twice gets the same answer, bit for bit; another seed may change it. */
const sameSeed: Check = { name: 'same seed', after: ['metrics', 'cost'], run };
export default sameSeed;

async function run(subject: Subject): Promise<Verdict> {
  const guest = await subject.guest();
  const problems: string[] = [];
  let seedMatters = false;
  for (const instance of spread(subject.instances, 8)) {
    if (instance.descriptor.deterministic === false) return skipped('the family says that it is not deterministic');
    for (const params of await subject.cheapest(instance, 3)) {
      problems.push(...(await askTwice(guest, instance, params)));
      seedMatters ||= await dependsOnSeed(guest, instance, params);
    }
  }
  const mend =
    'Draw from a generator made from the given seed, never from a global one or the clock; else declare deterministic: false, or measured: true for a metric of time.';
  return verdict(problems, mend, seedMatters ? 'another seed changes the metrics' : 'the seed changes nothing');
}

async function askTwice(guest: Respondent, { descriptor }: Instance, params: EvaluateParams): Promise<string[]> {
  const first = await guest.result(params);
  const second = await guest.result(params);
  const found = differences(descriptor, first, second, { between: 'and then' });
  return found.map((difference) => `${difference}: ${shownParams(params)}`);
}

async function dependsOnSeed(guest: Respondent, { descriptor }: Instance, params: EvaluateParams): Promise<boolean> {
  const first = await guest.result(params);
  const { answer } = await guest.ask({ ...params, seed: params.seed ^ 1 });
  if (!('metrics' in answer)) return false;
  return comparable(descriptor).some((name) => first.metrics[name] !== answer.metrics[name]);
}
