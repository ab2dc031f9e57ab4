import { createRng, type Rng } from '../core/rng.js';
import type { Configuration } from '../core/types.js';
import type { StudyBenchmark } from '../log/study.js';
import { kernelCodes, type KernelCodes } from '../models/kernel-codes.js';
import { regressionForest } from '../models/regression-forest.js';
import type { Regressor } from '../models/regressor.js';
import { createSearchSpace, type SearchSpace } from '../space/space.js';
import { createCells } from './cells.js';
import type { Importance } from './comparison.js';
import type { Fold } from './fold.js';
import { createReservoir } from './reservoir.js';
import { RANDOM_SEARCH } from './speed-up.js';

/** Evaluations that a forest is fitted to. */
const ROWS = 500;
/** With fewer there is nothing to learn. */
const LEAST_ROWS = 20;
const TREES = 32;
/** Configurations drawn from the space that a marginal is averaged over, and values of a number that it is taken at. */
const BACKGROUND = 128;
const VALUES = 12;
/** Configurations whose variance is the whole. */
const SAMPLE = 2048;

interface Row {
  readonly configuration: Configuration;
  /** First objective at full fidelity, minimised. */
  readonly value: number;
}

/**
 * How much of the variance of the first objective at full fidelity each parameter explains alone: the main effects of the functional
 * ANOVA of a forest (Hutter, Hoos, Leyton-Brown. An efficient approach for assessing hyperparameter importance. ICML 2014).
 *
 * *Deviates:* marginals are averages over configurations drawn from the space and not sums over the leaves, so that
 * conditions and forbidden clauses are kept; an inactive parameter counts with the value that the marginal gives it.
 *
 * Of random search's evaluations alone where it is among the optimizers, since those are drawn uniformly; otherwise of all.
 */
export function importances(seed: number, benchmarkOf: (name: string) => StudyBenchmark | undefined): Fold<Importance> {
  const cells = createCells((benchmark) => ({
    benchmark: String(benchmark),
    random: createReservoir<Row>(ROWS, createRng('importance', seed, benchmark, 'random')),
    all: createReservoir<Row>(ROWS, createRng('importance', seed, benchmark, 'all')),
  }));
  return {
    add({ header, trial, full, status, objectives, configurations }, { benchmark }) {
      const { random, all } = cells.of(benchmark);
      for (let i = 0; i < trial.length; i++) {
        if (full[i] !== true || status[i] !== 'completed') continue;
        const row = (): Row => ({
          configuration: configurations[trial[i] as number] as Configuration,
          value: objectives[0]?.[i] as number,
        });
        all.offer(row);
        if (header.optimizer.name === RANDOM_SEARCH) random.offer(row);
      }
    },
    result: () =>
      cells.all().flatMap(({ benchmark, random, all }) => {
        const definition = benchmarkOf(benchmark);
        const from = random.items.length >= LEAST_ROWS ? 'random-search' : 'all';
        const rows = from === 'all' ? all.items : random.items;
        if (definition === undefined || rows.length < LEAST_ROWS) return [];
        const { effects, fit } = mainEffects(
          withinRange(rows),
          createSearchSpace(definition.space),
          createRng('fanova', seed, benchmark),
        );
        return effects.map(({ parameter, share }) => ({
          benchmark,
          parameter,
          share,
          evaluations: rows.length,
          from,
          fit,
        }));
      }),
  };
}

/** Shares of variance know no unit. A power of 2 changes no digit, and lets values be squared whatever their size. */
function withinRange(rows: readonly Row[]): readonly Row[] {
  const largest = rows.reduce((most, { value }) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0 || (largest > 1e-100 && largest < 1e100)) return rows;
  const unit = 2 ** Math.floor(Math.log2(largest));
  return rows.map(({ configuration, value }) => ({ configuration, value: value / unit }));
}

interface Effects {
  readonly effects: readonly { readonly parameter: string; readonly share: number }[];
  readonly fit: number | null;
}

function mainEffects(rows: readonly Row[], space: SearchSpace, rng: Rng): Effects {
  const codes = kernelCodes(space);
  const forest = fitted(rows, codes, rng.fork('forest'));
  const drawn = rng.fork('background');
  const sample = encodeAll(
    Array.from({ length: SAMPLE }, () => space.sample(drawn)),
    codes,
  );
  const whole = variance(forest.predict(sample));
  const background = sample.subarray(0, BACKGROUND * codes.dimensions);
  const effects = space.axes.map((parameter, axis) => {
    const marginal = valuesOf(axis, codes).map((value) => meanWith(forest, background, axis, value));
    return { parameter: parameter.name, share: whole === 0 ? 0 : Math.min(1, variance(marginal) / whole) };
  });
  return { effects, fit: fitOf(rows, codes, rng.fork('fit')) };
}

function fitted(rows: readonly Row[], codes: KernelCodes, rng: Rng): Regressor {
  const width = codes.dimensions;
  const forest = regressionForest(
    width,
    { trees: TREES, columnsPerSplit: Math.max(1, Math.ceil((5 * width) / 6)), leafSize: 3 },
    rng,
  );
  forest.fit(
    encodeAll(
      rows.map(({ configuration }) => configuration),
      codes,
    ),
    Float64Array.from(rows, ({ value }) => value),
  );
  return forest;
}

/** n x dimensions */
function encodeAll(configurations: readonly Configuration[], codes: KernelCodes): Float64Array {
  const width = codes.dimensions;
  const encoded = new Float64Array(configurations.length * width);
  configurations.forEach((configuration, i) => {
    codes.encode(configuration, encoded.subarray(i * width, (i + 1) * width));
  });
  return encoded;
}

/** Every choice, or evenly spaced unit codes. */
function valuesOf(axis: number, { levels }: KernelCodes): number[] {
  const choices = levels[axis] as number;
  return choices > 0
    ? Array.from({ length: choices }, (_, choice) => choice)
    : Array.from({ length: VALUES }, (_, i) => (i + 0.5) / VALUES);
}

function meanWith(forest: Regressor, background: Float64Array, axis: number, value: number): number {
  const width = background.length / BACKGROUND;
  const changed = background.slice();
  for (let row = 0; row < BACKGROUND; row++) changed[row * width + axis] = value;
  return forest.predict(changed).reduce((sum, each) => sum + each, 0) / BACKGROUND;
}

function variance(values: ArrayLike<number>): number {
  const numbers = Array.from(values);
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  return numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / numbers.length;
}

/** R^2 on every second row of a forest that saw the others; `null` where these are all equal. */
function fitOf(rows: readonly Row[], codes: KernelCodes, rng: Rng): number | null {
  const [seen, held] = [rows.filter((_, i) => i % 2 === 0), rows.filter((_, i) => i % 2 === 1)];
  const spread = variance(held.map(({ value }) => value));
  if (spread === 0) return null;
  const predicted = fitted(seen, codes, rng).predict(
    encodeAll(
      held.map(({ configuration }) => configuration),
      codes,
    ),
  );
  const missed = held.reduce((sum, { value }, i) => sum + (value - (predicted[i] as number)) ** 2, 0) / held.length;
  return 1 - missed / spread;
}
