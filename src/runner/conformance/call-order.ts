import { createRng } from '../../core/rng.js';
import type { EvaluateParams, EvaluateResult } from '../../protocol/benchmark.js';
import { skipped, verdict, type Check, type Verdict } from './check.js';
import { differences } from './compare.js';
import { levelsOf, spread, type Instance } from './instance.js';
import { isFailure, shownParams, type Respondent } from './respondent.js';
import type { Subject } from './subject.js';

/** An answer does not depend on what was asked before: there and back in one guest, and backwards in a new one. */
const callOrder: Check = { name: 'call order', after: ['metrics', 'cost', 'same seed'], run };
export default callOrder;

async function run(subject: Subject): Promise<Verdict> {
  if (subject.instances.some(({ descriptor }) => descriptor.deterministic === false)) {
    return skipped('the family says that it is not deterministic');
  }
  const guest = await subject.guest();
  // Inside the runner a new guest is the same code with the same memory.
  const other = subject.engine.embedded ? undefined : await subject.fresh();
  const problems: string[] = [];
  for (const instance of spread(subject.instances, 4)) {
    const questions = await chooseQuestions(subject, instance);
    problems.push(...(await thereAndBack(guest, other, instance, questions)));
  }
  await other?.stop();
  const mend =
    'Keep nothing between evaluations that changes an answer: no global generator, no defaults that are written to, caches with all of configuration, fidelity, seed and instance in the key.';
  return verdict(problems, mend, other === undefined ? 'within one guest; --engine process asks a new one too' : '');
}

/** Configurations that were not asked for before, near to the cheapest one; two levels and two seeds of the first. */
async function chooseQuestions(subject: Subject, instance: Instance): Promise<readonly EvaluateParams[]> {
  const known = await subject.cheapest(instance, 3);
  const [cheapest] = known;
  if (cheapest === undefined) return [];
  const rng = createRng('conformance', 'call order');
  const near = instance.space.neighbours(cheapest.configuration, rng, { draws: 1 }).slice(0, 3);
  const fresh = near.map((configuration, i) => ({ ...cheapest, configuration, fidelity: instance.lowest, seed: i }));
  const [first = cheapest] = fresh;
  const axis = instance.descriptor.fidelities[0]?.name;
  const level = axis === undefined ? undefined : levelsOf(instance, axis)[1];
  const higher =
    axis === undefined || level === undefined ? [] : [{ ...first, fidelity: { ...first.fidelity, [axis]: level } }];
  return [...fresh, ...higher, { ...first, seed: first.seed + 1 }, ...known];
}

async function thereAndBack(
  guest: Respondent,
  other: Respondent | undefined,
  { descriptor }: Instance,
  questions: readonly EvaluateParams[],
): Promise<readonly string[]> {
  const back = [...questions].reverse();
  const answers = new Map<EvaluateParams, EvaluateResult>();
  for (const params of questions) {
    const { answer } = await guest.ask(params);
    // An objective may fail; the same way each time is not asked of it.
    if (!isFailure(answer)) answers.set(params, answer);
  }
  const problems: string[] = [];
  const compare = async (respondent: Respondent, between: string): Promise<void> => {
    for (const params of back) {
      const first = answers.get(params);
      if (first === undefined) continue;
      const found = differences(descriptor, first, await respondent.result(params), { between });
      problems.push(...found.map((difference) => `${difference}: ${shownParams(params)}`));
    }
  };
  await compare(guest, 'and, after other evaluations,');
  if (other !== undefined) await compare(other, 'and, in a new guest,');
  return problems;
}
