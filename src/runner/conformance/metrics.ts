import { verdict, type Check, type Verdict } from './check.js';
import { faultOf } from './compare.js';
import { shownParams, type Attempt } from './respondent.js';
import type { Instance } from './instance.js';
import type { Subject } from './subject.js';

/** Every answer of the sample has the declared metrics and no other, finite and within their bounds; most succeed. */
const metrics: Check = { name: 'metrics', run };
export default metrics;

async function run(subject: Subject): Promise<Verdict> {
  const problems: string[] = [];
  let taken = 0;
  let failed = 0;
  for (const instance of subject.instances) {
    const sample = await subject.sample(instance);
    taken += sample.length;
    failed += failures(instance, sample).length;
    problems.push(...wrongAnswers(instance, sample), ...tooManyFailures(instance, sample));
  }
  const mend = 'Return each metric of benchmark.yaml as a finite number within its bounds, or change the manifest.';
  const remark = `${taken} evaluations${failed === 0 ? '' : `, ${failed} of them failed as an objective may`}`;
  return verdict(problems, mend, remark);
}

function wrongAnswers({ descriptor }: Instance, sample: readonly Attempt[]): readonly string[] {
  return sample.flatMap((attempt) => {
    const fault = faultOf(descriptor, attempt);
    return fault?.about === 'metrics' ? [`${fault.message}: ${shownParams(attempt.params)}`] : [];
  });
}

function failures({ descriptor }: Instance, sample: readonly Attempt[]): readonly string[] {
  return sample.flatMap((attempt) => {
    const fault = faultOf(descriptor, attempt);
    return fault?.about === 'failure' ? [`${fault.message} (${shownParams(attempt.params)})`] : [];
  });
}

/** Failure is data, but a space most of which fails is the wrong space, and nothing more can be checked. */
function tooManyFailures(instance: Instance, sample: readonly Attempt[]): readonly string[] {
  const found = failures(instance, sample);
  if (found.length * 2 <= sample.length) return [];
  return [`${found.length} of ${sample.length} evaluations of ${instance.name} failed, the first: ${found[0] ?? ''}`];
}
