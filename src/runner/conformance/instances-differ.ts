import { canonical } from '../../core/json.js';
import { skipped, verdict, type Check, type Verdict } from './check.js';
import { comparable } from './compare.js';
import type { Instance } from './instance.js';
import { isFailure, type Respondent } from './respondent.js';
import type { Subject } from './subject.js';

/** No instance is a copy of another: a mean over copies is a mean over fewer than it says. */
const instancesDiffer: Check = { name: 'instances', after: ['metrics', 'cost', 'same seed'], run };
export default instancesDiffer;

const QUESTIONS = 3;

async function run(subject: Subject): Promise<Verdict> {
  if (subject.instances.length < 2) return skipped('there is only one instance');
  const guest = await subject.guest();
  const asked = new Map<string, readonly Question[]>();
  const seen = new Map<string, string>();
  const problems: string[] = [];
  for (const instance of subject.instances) {
    const kind = kindOf(instance);
    const questions = asked.get(kind) ?? (await chooseQuestions(subject, instance));
    asked.set(kind, questions);
    const answers = `${kind} ${await fingerprint(guest, instance, questions)}`;
    const twin = seen.get(answers);
    if (twin !== undefined) problems.push(`${instance.name} answers ${questions.length} questions as ${twin} does`);
    seen.set(answers, instance.name);
  }
  return verdict(problems, 'Let evaluate use its argument `instance`, and leave copies of an instance out.');
}

interface Question {
  readonly configuration: Readonly<Record<string, number | string | boolean>>;
  readonly fidelity: Readonly<Record<string, number>>;
  readonly seed: number;
}

/** Instances of other spaces, fidelities or metrics differ already. */
function kindOf({ descriptor }: Instance): string {
  return canonical([descriptor.space, descriptor.fidelities, Object.keys(descriptor.metrics)]);
}

/** Of recorded evaluations the golden ones too: tasks on which most configurations fail alike answer a few random ones alike. */
async function chooseQuestions(subject: Subject, instance: Instance): Promise<readonly Question[]> {
  const { clock, golden } = instance.descriptor;
  const cheap = await subject.cheapest(instance, QUESTIONS);
  const chosen = clock === 'recorded' ? [...cheap, ...golden] : cheap;
  return chosen.map(({ configuration, fidelity, seed }) => ({ configuration, fidelity, seed }));
}

async function fingerprint(
  guest: Respondent,
  { name, descriptor }: Instance,
  questions: readonly Question[],
): Promise<string> {
  const answers: unknown[] = [];
  for (const question of questions) {
    const { answer } = await guest.ask({ instance: name, ...question });
    if (isFailure(answer)) answers.push(answer.message);
    else
      answers.push(
        comparable(descriptor).map((metric) => answer.metrics[metric]),
        descriptor.clock === 'recorded' && answer.cost,
      );
  }
  return canonical(answers);
}
