import { ERROR_CODES, EvaluationError, type EvaluateParams, type EvaluateResult } from '../../protocol/benchmark.js';
import { skipped, verdict, type Check, type Verdict } from './check.js';
import { differences } from './compare.js';
import type { Instance } from './instance.js';
import { refusalCases, type RefusalCase } from './refusal-cases.js';
import { isFailure, shownParams, type Attempt, type Respondent } from './respondent.js';
import type { Subject } from './subject.js';

/** What is illegal is refused with the right code, and the guest goes on working. */
const refusals: Check = { name: 'refusals', after: ['metrics', 'cost', 'same seed'], run };
export default refusals;

async function run(subject: Subject): Promise<Verdict> {
  const { engine, instances } = subject;
  if (engine.embedded) {
    return skipped(
      `on the engine ${engine.name} the runner itself checks what it asks; --engine process asks the guest`,
    );
  }
  const [instance] = instances;
  const [legal] = instance === undefined ? [] : await subject.cheapest(instance, 1);
  if (instance === undefined || legal === undefined) return skipped('there is no legal evaluation to begin with');
  const guest = await subject.guest();
  const before = await guest.result(legal);
  const cases = refusalCases(instance, legal);
  const problems = [...(await describeUnknown(guest, cases))];
  for (const each of cases) {
    problems.push(...complaints(each, await guest.ask(each.params)));
    problems.push(...(await goesOn(guest, instance, { legal, before, what: each.what })));
  }
  const mend =
    'Let the SDK check (it does before it calls evaluate), or refuse with the codes 1 (configuration), 2 (fidelity) and 3 (instance).';
  return verdict(problems, mend, `${cases.length} illegal requests`);
}

function complaints({ what, code, params }: RefusalCase, { answer }: Attempt): readonly string[] {
  const should = `should be refused with ${code} (${ERROR_CODES[code]})`;
  if (!isFailure(answer)) return [`${what} is taken and ${should}: ${shownParams(params)}`];
  if (answer.code === code) return [];
  return [`${what} is refused with ${answer.code} and ${should}: ${answer.message}`];
}

async function goesOn(
  guest: Respondent,
  { descriptor }: Instance,
  { legal, before, what }: { legal: EvaluateParams; before: EvaluateResult; what: string },
): Promise<readonly string[]> {
  const { answer } = await guest.ask(legal);
  if (isFailure(answer)) return [`after ${what} a legal evaluation fails: ${answer.message}`];
  if (descriptor.deterministic === false) return [];
  return differences(descriptor, before, answer, { between: `and, after ${what},` });
}

async function describeUnknown(guest: Respondent, cases: readonly RefusalCase[]): Promise<readonly string[]> {
  const unknown = cases.find(({ code }) => code === 'unknown-instance')?.params.instance ?? '';
  try {
    await guest.patiently(guest.benchmark.describe(unknown), 'the description of an unknown instance');
    return [`an unknown instance "${unknown}" is described and should be refused with unknown-instance (3)`];
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return error.code === 'unknown-instance'
      ? []
      : [`an unknown instance is refused with ${error.code}: ${error.message}`];
  }
}
