import type { EvaluateResult } from '../../protocol/benchmark.js';
import { skipped, verdict, type Check, type Verdict } from './check.js';
import type { Instance } from './instance.js';
import { isFailure, type Attempt } from './respondent.js';
import type { Subject } from './subject.js';

/** A test metric is not its objective under another name: reports would show validation values as test values. */
const testMetrics: Check = { name: 'test metrics', after: ['metrics', 'cost'], run };
export default testMetrics;

/** Fewer answers may agree by chance where a metric has few values. */
const TELLING = 5;

async function run(subject: Subject): Promise<Verdict> {
  const problems: string[] = [];
  let compared = 0;
  for (const instance of subject.instances) {
    const measured = (await subject.sample(instance)).flatMap(({ answer }: Attempt) =>
      isFailure(answer) ? [] : [answer],
    );
    for (const [test, objective] of pairs(instance)) {
      const answers = measured.filter(within(instance, objective));
      if (answers.length < TELLING) continue;
      compared++;
      problems.push(...identical(instance, answers, test, objective));
    }
  }
  if (compared === 0) return skipped('no metric has the role test but exact ones');
  const mend =
    'Compute it on data that nothing was trained or chosen on; where there are none, leave the test metric out of benchmark.yaml.';
  return verdict(problems, mend);
}

/** Test metrics with the objective that they belong to, or with each where they do not say; exact ones need not differ. */
function pairs({ descriptor: { metrics } }: Instance): readonly (readonly [string, string])[] {
  const objectives = Object.keys(metrics).filter((name) => metrics[name]?.role === 'objective');
  return Object.entries(metrics).flatMap(([name, { role, of, exact }]) =>
    role !== 'test' || exact === true
      ? []
      : of === undefined
        ? objectives.map((other) => [name, other] as const)
        : [[name, of] as const],
  );
}

/** An error of 0 is as good on other data as it is here: what is at the end of its range may be equal, and tells nothing. */
function within({ descriptor: { metrics } }: Instance, objective: string): (answer: EvaluateResult) => boolean {
  const { lower, upper } = metrics[objective] ?? {};
  return (answer) => answer.metrics[objective] !== lower && answer.metrics[objective] !== upper;
}

function identical(
  { name }: Instance,
  answers: readonly EvaluateResult[],
  test: string,
  objective: string,
): readonly string[] {
  if (!answers.every(({ metrics }) => metrics[test] === metrics[objective])) return [];
  return [`${name}: ${test} equals ${objective} in all of ${answers.length} evaluations`];
}
