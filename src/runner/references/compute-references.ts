import { userError } from '../../core/errors.js';
import type { MetricDefinition } from '../../core/metric.js';
import type { Descriptor } from '../../protocol/descriptor.js';
import type { Family } from '../families.js';
import { openWorkbench } from '../workbench.js';
import { createAsker, type Asker, type Question } from './asker.js';
import { designOf, type Design } from './design.js';
import { referenceDigest } from './reference-digest.js';
import type { InstanceReferences, ReferenceValues } from './reference-file.js';
import { bestLoss, lossOf, medianLoss, takeSample, type Sample } from './sample.js';
import { SEARCH_EVALUATIONS, searchBest } from './search-best.js';

export interface ReferenceOptions {
  readonly engine: string;
  /** How many configurations are drawn where they are not all evaluated. */
  readonly draws: number;
  readonly signal?: AbortSignal;
  readonly onNotice?: (line: string) => void;
  /** Told when an instance is done: its name, its number, how many there are, and how many evaluations it took. */
  readonly onInstance?: (instance: string, at: number, of: number, evaluations: number) => void;
}

/**
 * The references of instances at their highest fidelity, of every metric that does not differ from call to call.
 * @throws SuiteError where the data are not to be had, or the manifest declares an optimum that is none; the signal's reason
 */
export async function computeReferences(
  family: Family,
  instances: readonly string[],
  options: ReferenceOptions,
): Promise<Readonly<Record<string, InstanceReferences>>> {
  const { signal, onNotice } = options;
  await using workbench = await openWorkbench(family, options.engine, { instances, signal, onNotice });
  const guest = await workbench.start(signal);
  try {
    const found: Record<string, InstanceReferences> = {};
    for (const [at, instance] of instances.entries()) {
      const descriptor = family.descriptors[instance] as Descriptor;
      let evaluations = 0;
      const asker = createAsker(guest.benchmark, descriptor, signal);
      const ask: Asker = (batch) => {
        evaluations += batch.length;
        return asker(batch);
      };
      found[instance] = await referencesOf(family, descriptor, ask, options.draws);
      options.onInstance?.(instance, at + 1, instances.length, evaluations);
    }
    return found;
  } finally {
    await guest.stop();
  }
}

/** All that is known of an instance before the best values are sought. */
interface Measured {
  readonly family: Family;
  readonly descriptor: Descriptor;
  readonly ask: Asker;
  readonly design: Design;
  readonly questions: readonly Question[];
  readonly sample: Sample;
  /** Of all rows, where the space has more configurations than the table. */
  readonly rows: Sample | undefined;
}

async function referencesOf(
  family: Family,
  descriptor: Descriptor,
  ask: Asker,
  draws: number,
): Promise<InstanceReferences> {
  const metrics = steadyMetrics(descriptor);
  const design = await designOf(family, descriptor, draws);
  const questions = [...design.questions];
  const sample = await takeSample(ask, questions, metrics);
  const rows = design.rows === undefined ? undefined : await takeSample(ask, design.rows, metrics);
  const measured: Measured = { family, descriptor, ask, design, questions, sample, rows };
  const values: Record<string, ReferenceValues> = {};
  for (const name of Object.keys(metrics)) {
    const found = await valuesOf(measured, name);
    if (found !== undefined) values[name] = found;
  }
  return {
    digest: referenceDigest(family, descriptor.instance),
    median: design.median,
    ...{ configurations: design.configurations, seeds: design.seeds, failed: sample.failed },
    ...(Object.keys(metrics).some((name) => isSearched(measured, name)) && { searched: SEARCH_EVALUATIONS }),
    metrics: values,
  };
}

/** A measured time has no fixed best value. */
function steadyMetrics({ metrics }: Descriptor): Readonly<Record<string, MetricDefinition>> {
  return Object.fromEntries(Object.entries(metrics).filter(([, { measured }]) => measured !== true));
}

/** Undefined where no evaluation gave a value. */
async function valuesOf(measured: Measured, name: string): Promise<ReferenceValues | undefined> {
  const { descriptor, sample } = measured;
  const losses = sample.losses[name] ?? [];
  const median = medianLoss(losses);
  if (median === undefined) return undefined;
  const metric = descriptor.metrics[name];
  const own = (loss: number): number => (metric?.direction === 'maximize' ? -loss : loss) + 0;
  const seen = Math.min(bestLoss(losses), bestLoss(measured.rows?.losses[name] ?? []));
  if (isCounted(measured)) {
    refuseOtherOptimum(measured, name, own(seen));
    return { best: own(seen), exact: true, median: own(median) };
  }
  if (metric?.optimum !== undefined) return { best: metric.optimum, exact: true, median: own(median) };
  const best = isSearched(measured, name)
    ? Math.min(seen, await searchBest({ ...measured, metric: name, losses }))
    : seen;
  return { best: own(best), exact: false, median: own(median) };
}

/** Whether everything that can be answered was asked. */
function isCounted({ design, rows }: Measured): boolean {
  return design.median === 'all' || rows !== undefined;
}

/** Features span archives and are not optimised; where an evaluation is a training, draws have to do. */
function isSearched(measured: Measured, name: string): boolean {
  const { clock, metrics } = measured.descriptor;
  const metric = metrics[name];
  return !isCounted(measured) && clock === 'recorded' && metric?.optimum === undefined && metric?.role !== 'feature';
}

/** @throws SuiteError of code 'user' where an optimum is declared that is not the best of all that can be answered */
function refuseOtherOptimum({ family, descriptor }: Measured, name: string, best: number): void {
  const { optimum } = descriptor.metrics[name] ?? {};
  if (optimum === undefined || lossOf(undefined, optimum) === best) return;
  throw userError(`the optimum of ${name} is declared as ${optimum}, and the best of the table is ${best}`, {
    file: `${family.folder}/benchmark.yaml`,
    key: `instances.${descriptor.instance}.metrics.${name}.optimum`,
    mend: `Write optimum: ${best}, or leave it out.`,
  });
}
