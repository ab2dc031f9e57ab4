import { compileSchema } from '../../src/core/schema.js';
import type { Configuration } from '../../src/core/types.js';
import { readJsonFile } from '../../src/data/json-file.js';
import { declaredLevels } from '../../src/runtimes/table/declared-levels.js';
import type { TableReader } from '../../src/runtimes/table/reader.js';
import type { SearchSpace } from '../../src/space/space.js';

/** Of the curves, by metric. */
const SPLITS = { valid_loss: 'valid', test_loss: 'test', train_loss: 'train' } as const;
/** Losses of a curve: before the first step, and then every 200 steps. */
const LOSSES = 51;
const EVERY = 200;

/** TaskSet, a run of a configuration each: three curves. A run fails at the first loss that is no number, and at all steps after. */
const taskset: TableReader = {
  read: ({ data, descriptor, space }) => {
    const runs = readRuns(data['curves'] as string);
    const levels = descriptor.fidelities.map(declaredLevels);
    const steps = levels[0] ?? [];
    const diverged = runs.map(divergenceOf);
    const byCell = (valueOf: (run: Run, step: number, row: number) => number): Float64Array =>
      Float64Array.from(runs.flatMap((run, row) => steps.map((step) => valueOf(run, step, row))));
    const divergedAt = (row: number): number => diverged[row] as number;
    return {
      rows: runs.length,
      levels,
      replicates: 1,
      columns: Object.fromEntries(
        Object.entries(SPLITS).map(([name, split]) => [
          name,
          byCell((run, step) => run[split].loss[step / EVERY] ?? NaN),
        ]),
      ),
      // A second a step. A run that diverged ended where that was seen.
      cost: byCell((_, step, row) => Math.min(step, divergedAt(row))),
      failed: Uint8Array.from(byCell((_, step, row) => (step >= divergedAt(row) ? 1 : 0))),
      codes: encode(runs, space),
    };
  },
};
export default taskset;

/** The first step at which a loss is no number. */
function divergenceOf(run: Run): number {
  const splits = Object.values(SPLITS);
  for (let at = 0; at < LOSSES; at++) if (splits.some((split) => run[split].loss[at] === null)) return at * EVERY;
  return Infinity;
}

function encode(runs: readonly Run[], space: SearchSpace): Float64Array {
  const codes = new Float64Array(runs.length * space.dimensions);
  runs.forEach(({ hp }, row) => {
    space.encode(configurationOf(hp), codes.subarray(row * space.dimensions, (row + 1) * space.dimensions));
  });
  return codes;
}

/** *Deviates:* the source names beta1 and beta2, and draws what is left of them to 1 on a scale of logarithms: so does the space. */
function configurationOf({ beta1, beta2, ...others }: Run['hp']): Configuration {
  return { ...others, one_minus_beta1: 1 - (beta1 as number), one_minus_beta2: 1 - (beta2 as number) };
}

type Curve = Readonly<Record<'loss', readonly (number | null)[]>>;

interface Run extends Readonly<Record<(typeof SPLITS)[keyof typeof SPLITS], Curve>> {
  readonly hp: Readonly<Record<string, number>>;
}

const CURVE = {
  type: 'object',
  required: ['loss'],
  properties: { loss: { type: 'array', minItems: LOSSES, maxItems: LOSSES, items: { type: ['number', 'null'] } } },
};

const RUNS_SCHEMA = compileSchema({
  type: 'array',
  items: {
    type: 'object',
    required: ['hp', 'train', 'valid', 'test'],
    properties: {
      hp: { type: 'object', required: ['beta1', 'beta2'], additionalProperties: { type: 'number' } },
      train: CURVE,
      valid: CURVE,
      test: CURVE,
    },
  },
});

function readRuns(file: string): readonly Run[] {
  return readJsonFile(file, RUNS_SCHEMA, { nan: true }) as readonly Run[];
}
