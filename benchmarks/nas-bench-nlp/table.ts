import { readFileSync } from 'node:fs';
import { userError } from '../../src/core/errors.js';
import { compileSchema, formatPath } from '../../src/core/schema.js';
import type { TableReader, TableSource } from '../../src/runtimes/table/reader.js';

const EPOCHS = 50;
const LEVELS = Array.from({ length: EPOCHS }, (_, at) => at + 1);

/**
 * NAS-Bench-NLP, a log a run. Runs of one recipe are replicates of a cell, whose row is its place among the choices: it is
 * named by the number of its first run. A run that diverged has fewer epochs, the last of them without losses.
 */
const nasBenchNlp: TableReader = {
  read: (source) => {
    const cells = cellsOf(source);
    const replicates = Math.max(...cells.map(({ length }) => length));
    const column = (value: (run: Run, epoch: number) => number): Float64Array => {
      const values = new Float64Array(cells.length * EPOCHS * replicates).fill(NaN);
      cells.forEach((runs, row) => {
        runs.forEach((run, replicate) => {
          for (let at = 0; at < EPOCHS; at++) values[(row * EPOCHS + at) * replicates + replicate] = value(run, at);
        });
      });
      return values;
    };
    return {
      rows: cells.length,
      levels: [LEVELS],
      replicates,
      columns: {
        val_loss: column(({ val_losses }, at) => val_losses[at] ?? NaN),
        test_loss: column(({ test_losses }, at) => test_losses[at] ?? NaN),
        train_loss: column(({ train_losses }, at) => train_losses[at] ?? NaN),
        num_params: Float64Array.from(cells, ([run]) => run?.num_params ?? NaN),
      },
      cost: column(secondsUntil),
      failed: Uint8Array.from(column(({ val_losses }, at) => (typeof val_losses[at] === 'number' ? 0 : 1))),
    };
  },
};
export default nasBenchNlp;

/** A run that diverged costs what it took until then, however many epochs are asked for. */
function secondsUntil({ wall_times }: Run, at: number): number {
  let seconds = 0;
  for (const epoch of wall_times.slice(0, at + 1)) seconds += epoch;
  return seconds;
}

/** The runs of each cell, in the order of the choices. */
function cellsOf({ descriptor, data }: TableSource): readonly (readonly Run[])[] {
  const file = data['logs'] as string;
  const byRecipe = new Map<string, Run[]>();
  for (const run of readRuns(file)) byRecipe.set(run.recepie, [...(byRecipe.get(run.recepie) ?? []), run]);
  const byNumber = new Map([...byRecipe.values()].map((runs) => [String(runs[0]?.recepie_id), runs]));
  const [cell] = descriptor.space.parameters;
  const choices = cell?.type === 'categorical' ? cell.choices.map(String) : [];
  return choices.map((number) => {
    const runs = byNumber.get(number);
    if (runs !== undefined) return runs;
    throw userError(`no cell has ${number} as the number of its first run`, { file, key: 'recepie_id' });
  });
}

interface Run {
  readonly recepie_id: number;
  readonly recepie: string;
  readonly num_params: number;
  readonly wall_times: readonly number[];
  readonly train_losses: readonly (number | null)[];
  readonly val_losses: readonly (number | null)[];
  readonly test_losses: readonly (number | null)[];
}

const LOSSES = { type: 'array', minItems: 1, maxItems: EPOCHS, items: { type: ['number', 'null'] } };
const RUNS_SCHEMA = compileSchema({
  type: 'array',
  items: {
    type: 'object',
    required: ['recepie_id', 'recepie', 'num_params', 'wall_times', 'train_losses', 'val_losses', 'test_losses'],
    properties: {
      recepie_id: { type: 'integer' },
      recepie: { type: 'string' },
      num_params: { type: 'integer' },
      wall_times: { type: 'array', minItems: 1, maxItems: EPOCHS, items: { type: 'number' } },
      train_losses: LOSSES,
      val_losses: LOSSES,
      test_losses: LOSSES,
    },
  },
});

/** The file has the NaN of Python's json, which is no JSON. */
function readRuns(file: string): readonly Run[] {
  const runs: unknown = JSON.parse(readFileSync(file, 'utf8').replaceAll(/\bNaN\b/g, 'null'));
  const [wrong] = RUNS_SCHEMA.check(runs);
  if (wrong === undefined) return runs as readonly Run[];
  throw userError(wrong.message, { file, key: formatPath(wrong.path) });
}
