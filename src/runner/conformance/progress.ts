import type { Progress } from '../../core/types.js';
import type { EvaluateParams } from '../../protocol/benchmark.js';
import { skipped, verdict, type Check, type Verdict } from './check.js';
import { differences } from './compare.js';
import { levelsOf, type Instance } from './instance.js';
import type { Subject } from './subject.js';
import { workingAt } from './working.js';

/** Progress, where a family reports any: finite declared metrics at ascending levels, and the same answer in the end. */
const progress: Check = { name: 'progress', after: ['metrics', 'cost', 'same seed'], run };
export default progress;

async function run(subject: Subject): Promise<Verdict> {
  const [instance] = subject.instances;
  const fidelity = instance === undefined ? {} : reaching(instance);
  const working = instance === undefined ? undefined : await workingAt(subject, instance, [fidelity]);
  if (instance === undefined || working === undefined) return skipped('no evaluation succeeds that could be watched');
  const params = { ...working, fidelity };
  const guest = await subject.guest();
  const reports: Progress[] = [];
  const watched = await guest.result(
    { ...params, progress: true },
    { onProgress: (report) => void reports.push(report) },
  );
  if (reports.length === 0) return skipped('the family reports no progress');
  const problems = [...wrongOrder(reports), ...reports.flatMap((report) => wrongReport(instance, params, report))];
  if (instance.descriptor.deterministic !== false) {
    const between = 'when watched and otherwise';
    problems.push(...differences(instance.descriptor, watched, await guest.result(params), { between }));
  }
  const mend =
    'Call report(level, metrics) once at each level reached, with metrics of benchmark.yaml; it must not change the result.';
  return verdict(problems, mend, `${reports.length} reports, the last at level ${reports.at(-1)?.level ?? 0}`);
}

/** High enough on the first continuing axis for several reports. */
function reaching(instance: Instance): EvaluateParams['fidelity'] {
  const axis = continuing(instance) ?? instance.descriptor.fidelities[0];
  const level = axis === undefined ? undefined : levelsOf(instance, axis.name).at(-1);
  return axis === undefined || level === undefined ? instance.lowest : { ...instance.lowest, [axis.name]: level };
}

function continuing({ descriptor }: Instance): Instance['descriptor']['fidelities'][number] | undefined {
  return descriptor.fidelities.find(({ continuation }) => continuation);
}

function wrongOrder(reports: readonly Progress[]): string[] {
  const levels = reports.map(({ level }) => level);
  const at = levels.findIndex((level, i) => i > 0 && !(level > (levels[i - 1] ?? -Infinity)));
  return at < 0 ? [] : [`levels must ascend, and ${levels[at] ?? ''} is reported after ${levels[at - 1] ?? ''}`];
}

function wrongReport(instance: Instance, { fidelity }: EvaluateParams, { level, metrics }: Progress): string[] {
  const declared = instance.descriptor.metrics;
  const top = fidelity[continuing(instance)?.name ?? ''] ?? Infinity;
  const wrongLevel =
    Number.isFinite(level) && level <= top ? [] : [`level ${level} is reported, and ${top} was asked for`];
  const wrongMetrics = Object.entries(metrics).flatMap(([name, value]) => {
    const metric = Object.hasOwn(declared, name) ? declared[name] : undefined;
    if (metric === undefined) return [`the metric "${name}" reported at level ${level} is not declared`];
    const { lower = -Infinity, upper = Infinity } = metric;
    if (Number.isFinite(value) && value >= lower && value <= upper) return [];
    return [`the metric "${name}" reported at level ${level} is ${value}`];
  });
  return [...wrongLevel, ...wrongMetrics];
}
