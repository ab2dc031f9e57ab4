import { didYouMean } from '../core/schema.js';
import type { Descriptor } from '../protocol/descriptor.js';
import { listFamilies, loadFamily, type Family } from './families.js';
import type { RecipeBenchmark } from './recipe.js';
import type { BenchmarkSource } from './recipe-schema.js';
import type { Path } from './yaml-file.js';
import type { Complain } from './yaml-file-mistakes.js';

/** An entry of `benchmarks` with its instances and metrics by name, or `undefined` when it makes no sense. */
export async function resolveBenchmark(
  source: BenchmarkSource,
  path: Path,
  complain: Complain,
): Promise<{ readonly benchmark: RecipeBenchmark; readonly family: Family } | undefined> {
  const known = await listFamilies();
  if (!known.includes(source.family)) {
    const message = `unknown family "${source.family}"${didYouMean(source.family, known)}`;
    complain([...path, 'family'], message, 'Ask `hport list families` for the names.');
    return undefined;
  }
  const family = await loadFamily(source.family);
  const instances = resolveInstances(source, family, path, complain);
  const descriptor = family.descriptors[instances[0] ?? ''];
  if (descriptor === undefined) return undefined;
  return {
    benchmark: { family: family.name, instances, ...resolveMetrics(source, descriptor, path, complain) },
    family,
  };
}

/** Complains of a pair of family and instance that stands in two entries. */
export function refuseDuplicates(entries: readonly (RecipeBenchmark | undefined)[], complain: Complain): void {
  const seen = new Map<string, number>();
  entries.forEach((entry, index) => {
    for (const instance of entry?.instances ?? []) {
      const name = `${entry?.family ?? ''}.${instance}`;
      const before = seen.get(name);
      const message = `the benchmark ${name} stands here twice (also benchmarks[${before ?? 0}])`;
      if (before !== undefined) complain(['benchmarks', index], message, 'Remove one of them.');
      seen.set(name, index);
    }
  });
}

function resolveInstances(source: BenchmarkSource, family: Family, path: Path, complain: Complain): readonly string[] {
  const { instance, instances } = source;
  const known = Object.keys(family.descriptors);
  if ((instance === undefined) === (instances === undefined)) {
    const found = instance === undefined ? 'neither' : 'both';
    const mend = `Known instances: ${known.slice(0, 20).join(', ')}.`;
    complain(path, `expected either instance or instances, found ${found}`, mend);
    return [];
  }
  if (instances === 'all') return known;
  if (instances === 'sound') return soundInstances(source, family, path, complain);
  const wanted = instances ?? [instance ?? ''];
  const unknown = wanted.filter((name) => !known.includes(name));
  for (const name of unknown) {
    const place = instances === undefined ? ['instance'] : ['instances', wanted.indexOf(name)];
    const message = `unknown instance "${name}" of ${family.name}${didYouMean(name, known)}`;
    complain([...path, ...place], message, `Ask \`hport describe ${family.name}\` for the names.`);
  }
  return unknown.length === 0 ? wanted : [];
}

/** Those of whose objectives none has a notice, in the order of the family. */
function soundInstances(source: BenchmarkSource, family: Family, path: Path, complain: Complain): readonly string[] {
  const sound = Object.values(family.descriptors).filter(({ metrics }) =>
    objectivesOf(source, metrics).every((name) => metrics[name]?.notice === undefined),
  );
  if (sound.length === 0) {
    const mend = `\`hport describe ${family.name}\` has the notices. Name another objective, or the instances.`;
    complain([...path, 'instances'], 'the objective has a notice on every instance: none is sound', mend);
  }
  return sound.map(({ instance }) => instance);
}

/** Those that are named, or the family's first. */
function objectivesOf({ objectives }: BenchmarkSource, metrics: Descriptor['metrics']): readonly string[] {
  const first = Object.keys(metrics).find((name) => metrics[name]?.role === 'objective');
  return objectives ?? (first === undefined ? [] : [first]);
}

type MetricNames = Pick<RecipeBenchmark, 'objectives' | 'features' | 'constraints'>;

function resolveMetrics(source: BenchmarkSource, of: Descriptor, path: Path, complain: Complain): MetricNames {
  const named: MetricNames = {
    objectives: objectivesOf(source, of.metrics),
    features: source.features ?? [],
    constraints: source.constraints ?? [],
  };
  const seen = new Map<string, string>();
  for (const [role, metrics] of Object.entries(named) as [keyof MetricNames, readonly string[]][]) {
    metrics.forEach((metric, index) => {
      const wrong = metricMistake(metric, of, seen.get(metric));
      if (wrong !== undefined) complain([...path, role, index], wrong, `Ask \`hport describe ${of.family}\`.`);
      seen.set(metric, role);
    });
  }
  return named;
}

/** Any metric may be optimised but a test value: a study that sees it has nothing left to be judged by. */
function metricMistake(metric: string, { metrics, family }: Descriptor, taken?: string): string | undefined {
  const known = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined;
  if (known === undefined) return `unknown metric "${metric}" of ${family}${didYouMean(metric, Object.keys(metrics))}`;
  if (known.role === 'test') return `"${metric}" is a test value: reports show it, optimizers must not see it`;
  return taken === undefined ? undefined : `"${metric}" stands under ${taken} already`;
}
