import { userError } from '../../core/errors.js';
import type { MetricDefinition } from '../../core/metric.js';
import type { Descriptor } from '../../protocol/descriptor.js';
import type { Family } from '../families.js';
import type { Asker } from './asker.js';
import { designOf } from './design.js';
import { referenceDigest } from './reference-digest.js';
import type { InstanceReferences, ReferenceValues } from './reference-file.js';
import { lossOf, medianLoss, takeSample } from './sample.js';
import { searchBest, searchLength } from './search-best.js';

/**
 * The references of an instance, of every metric that does not differ from call to call and of which there is a value.
 * @throws SuiteError of code 'user' where the manifest declares an optimum that is none
 */
export async function instanceReferences(
  family: Family,
  descriptor: Descriptor,
  asker: Asker,
  draws: number,
): Promise<InstanceReferences> {
  const metrics = steadyMetrics(descriptor);
  const { ask, best } = recorded(asker, metrics);
  const design = await designOf(family, descriptor, draws);
  const questions = [...design.questions];
  const sample = await takeSample(ask, questions, metrics);
  if (design.rows !== undefined) await takeSample(ask, design.rows, metrics);
  // Whether everything that can be answered was asked.
  const counted = design.median === 'all' || design.rows !== undefined;
  const searched = counted ? [] : Object.keys(metrics).filter((name) => isSearched(descriptor, name));
  for (const metric of searched) {
    await searchBest({ ask, descriptor, metric, questions, losses: sample.losses[metric] ?? [] });
  }
  const values = Object.entries(metrics).flatMap(([name, metric]): [string, ReferenceValues][] => {
    const median = medianLoss(sample.losses[name] ?? []);
    if (median === undefined) return [];
    const found = valueOf(metric, best.get(name) ?? median);
    if (counted) refuseOtherOptimum(family, descriptor, name, found);
    const exact = counted || metric.optimum !== undefined;
    return [[name, { best: metric.optimum ?? found, exact, median: valueOf(metric, median) }]];
  });
  return {
    digest: referenceDigest(family, descriptor.instance),
    median: design.median,
    ...{ configurations: design.configurations, seeds: design.seeds, failed: sample.failed },
    ...(searched.length > 0 && { searched: searchLength(descriptor) }),
    metrics: Object.fromEntries(values),
  };
}

type Metrics = Readonly<Record<string, MetricDefinition>>;

/** A measured time has no fixed best value. */
function steadyMetrics({ metrics }: Descriptor): Metrics {
  return Object.fromEntries(Object.entries(metrics).filter(([, { measured }]) => measured !== true));
}

/** Features span archives and are not optimised; where an evaluation is a training, draws have to do. */
function isSearched({ clock, metrics }: Descriptor, name: string): boolean {
  return clock === 'recorded' && metrics[name]?.optimum === undefined && metrics[name]?.role !== 'feature';
}

/** Keeps the least loss of each metric: the search for one of them may find the best of another. */
function recorded(asker: Asker, metrics: Metrics): { readonly ask: Asker; readonly best: ReadonlyMap<string, number> } {
  const best = new Map<string, number>();
  const ask: Asker = async (batch) => {
    const answers = await asker(batch);
    for (const answer of answers) {
      for (const [name, metric] of Object.entries(metrics)) {
        const loss = lossOf(metric, answer?.[name]);
        if (loss < (best.get(name) ?? Infinity)) best.set(name, loss);
      }
    }
    return answers;
  };
  return { ask, best };
}

/** In the benchmark's own sign, and never -0. */
function valueOf({ direction }: MetricDefinition, loss: number): number {
  return (direction === 'maximize' ? -loss : loss) + 0;
}

/** @throws SuiteError of code 'user' where an optimum is declared that is not the best of all that can be answered */
function refuseOtherOptimum(family: Family, { instance, metrics }: Descriptor, name: string, best: number): void {
  const { optimum } = metrics[name] ?? {};
  if (optimum === undefined || optimum === best) return;
  throw userError(`the optimum of ${name} is declared as ${optimum}, and the best of the table is ${best}`, {
    file: `${family.folder}/benchmark.yaml`,
    key: `instances.${instance}.metrics.${name}.optimum`,
    mend: `Write optimum: ${best}, or leave it out.`,
  });
}
