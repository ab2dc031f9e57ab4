import { verdict, type Check, type Verdict } from './check.js';
import { faultOf } from './compare.js';
import { shownParams } from './respondent.js';
import type { Subject } from './subject.js';

/** Every answer of the sample cost something: a budget of seconds must end. */
const cost: Check = { name: 'cost', after: ['metrics'], run };
export default cost;

async function run(subject: Subject): Promise<Verdict> {
  const problems: string[] = [];
  for (const instance of subject.instances) {
    for (const attempt of await subject.sample(instance)) {
      const fault = faultOf(instance.descriptor, attempt);
      if (fault?.about === 'cost') problems.push(`${fault.message}: ${shownParams(attempt.params)}`);
    }
  }
  const mend =
    'Return the cost in seconds, finite and above 0, or declare a costFloor; on a measured clock leave it out and the guest measures.';
  return verdict(problems, mend);
}
