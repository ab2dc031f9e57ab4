import { skipped, verdict, type Check, type Verdict } from './check.js';
import { differences } from './compare.js';
import { spread, type Instance } from './instance.js';
import { isFailure, shownParams, type Respondent } from './respondent.js';
import type { Subject } from './subject.js';

/** Many at once get the answers that each gets alone. */
const batch: Check = { name: 'batch', after: ['metrics', 'cost', 'same seed', 'call order'], run };
export default batch;

async function run(subject: Subject): Promise<Verdict> {
  const guest = await subject.guest();
  if (guest.benchmark.evaluateBatch === undefined) return skipped('the family has no evaluateBatch');
  if (subject.instances.some(({ descriptor }) => descriptor.deterministic === false)) {
    return skipped('the family says that it is not deterministic');
  }
  const problems: string[] = [];
  for (const instance of spread(subject.instances, 4)) problems.push(...(await compare(subject, guest, instance)));
  return verdict(problems, 'Let evaluateBatch return the results in the order of the requests, each as evaluate does.');
}

async function compare(subject: Subject, guest: Respondent, instance: Instance): Promise<readonly string[]> {
  const known = await subject.cheapest(instance, 4);
  // One of them twice, so that an answer that goes by what was asked and not by its place is found out.
  const questions = [...known, ...known.slice(0, 1)];
  const answers = await guest.patiently(guest.benchmark.evaluateBatch?.(questions) ?? [], 'a batch');
  if (answers.length !== questions.length) return [`a batch of ${questions.length} has ${answers.length} answers`];
  const problems: string[] = [];
  for (const [at, params] of questions.entries()) {
    const answer = answers[at];
    const where = `at place ${at} of a batch: ${shownParams(params)}`;
    if (answer === undefined || isFailure(answer)) {
      problems.push(`${answer?.message ?? 'no answer'} ${where}`);
      continue;
    }
    const found = differences(instance.descriptor, await guest.result(params), answer, { between: 'alone and' });
    problems.push(...found.map((difference) => `${difference} ${where}`));
  }
  return problems;
}
