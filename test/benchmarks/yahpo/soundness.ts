import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createRng } from '../../../src/core/rng.js';
import type { Metrics } from '../../../src/core/types.js';
import type { Descriptor } from '../../../src/protocol/descriptor.js';
import { loadFamily } from '../../../src/runner/families.js';
import { createAsker } from '../../../src/runner/references/asker.js';
import { openWorkbench } from '../../../src/runner/workbench.js';
import { createSearchSpace } from '../../../src/space/space.js';

/** What makes a metric of an instance unsound, by metric. */
export type Unsound = Readonly<Record<string, Readonly<Record<string, Finding>>>>;

/** An accuracy that no learner reaches on the data set, or a share that nearly all configurations have at 0. */
export type Finding = { readonly predicted: number; readonly lcdb: number } | { readonly median: number };

export interface Soundness {
  /** Instances of which LCDB has the data set. */
  readonly compared: number;
  readonly instances: number;
  readonly unsound: Unsound;
}

export const DRAWS = 1000;
/** How far a predicted accuracy may be above the best that LCDB has measured. */
export const MARGIN = 0.05;
/** Guessing has more: 0.5 of `auc`, and a share of one in the number of classes, at most 100 here, of `bac`. */
export const LEAST = 0.005;

/**
 * Compares what a surrogate of `rbv2_*` predicts for random configurations at full fidelity with what LCDB's 28 learners were measured
 * to reach on the same OpenML data set.
 * @param mirror with `lcdb-1.1`
 */
export async function soundnessOf(name: string, mirror: string): Promise<Soundness> {
  const family = await loadFamily(name);
  await using workbench = await openWorkbench(family, 'inline');
  const guest = await workbench.start();
  const unsound: Record<string, Record<string, Finding>> = {};
  let compared = 0;
  for (const [instance, descriptor] of Object.entries(family.descriptors)) {
    const answers = await draw(createAsker(guest.benchmark, descriptor), descriptor);
    const lcdb = bestOfLcdb(instance, mirror);
    if (lcdb !== undefined) compared++;
    const found = { ...tooGood(answers, lcdb), ...nothing(answers, 'bac'), ...nothing(answers, 'auc') };
    if (Object.keys(found).length > 0) unsound[instance] = found;
  }
  return { compared, instances: Object.keys(family.descriptors).length, unsound };
}

async function draw(ask: ReturnType<typeof createAsker>, descriptor: Descriptor): Promise<readonly Metrics[]> {
  const space = createSearchSpace(descriptor.space);
  const rng = createRng('soundness', descriptor.family, descriptor.instance);
  const answers = await ask(Array.from({ length: DRAWS }, () => ({ configuration: space.sample(rng), seed: 0 })));
  return answers.filter((answer) => answer !== undefined);
}

function tooGood(answers: readonly Metrics[], lcdb: number | undefined): Readonly<Record<string, Finding>> {
  const predicted = Math.max(...answers.map(({ acc = NaN }) => acc));
  return lcdb !== undefined && predicted > lcdb + MARGIN
    ? { acc: { predicted: short(predicted), lcdb: short(lcdb) } }
    : {};
}

function nothing(answers: readonly Metrics[], metric: string): Readonly<Record<string, Finding>> {
  const sorted = answers.map((answer) => answer[metric] ?? NaN).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  return median < LEAST ? { [metric]: { median: Number(median.toPrecision(1)) } } : {};
}

/** The accuracy of the best learner on test data with any number of training samples; undefined where it has not the data set. */
function bestOfLcdb(instance: string, mirror: string): number | undefined {
  const file = join(mirror, 'lcdb-1.1', 'er', `${instance}.json.gz`);
  if (!existsSync(file)) return undefined;
  // learner x (mean, standard error) x anchor x (train, validation, test)
  const curves = JSON.parse(gunzipSync(readFileSync(file)).toString()) as readonly (readonly (readonly (
    readonly (number | null)[] | null
  )[])[])[];
  const errors = curves.flatMap((statistics) => (statistics[0] ?? []).flatMap((parts) => parts?.[2] ?? []));
  return errors.length === 0 ? undefined : 1 - Math.min(...errors);
}

function short(value: number): number {
  return Number(value.toFixed(3));
}
