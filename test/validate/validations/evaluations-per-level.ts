import { loadOptimizer } from '../../../src/optimizers/registry.js';
import { countingOnesRun, LEVELS } from '../../optimizers/counting-ones.js';
import { recorded } from '../counting-ones/recorded.js';
import { optionsFor } from '../counting-ones/series.js';
import { table } from '../markdown.js';
import { valuesOf, type Sample } from '../sample.js';
import type { Validation } from '../validation.js';

interface Case {
  readonly optimizer: string;
  readonly workers: number;
}

/** Two within a sweep of 21, two at the end of one. */
const COSTS = [5, 30, 105, 210];
const COLUMNS = COSTS.flatMap((cost) => LEVELS.map((level) => `${level} at ${cost}`));
const CASES = new Map(
  ['random-search', 'hyperband', 'bohb', 'dehb'].flatMap((optimizer) =>
    [1, 8].map((workers): [string, Case] => [`${optimizer} workers=${workers}`, { optimizer, workers }]),
  ),
);

/** How many evaluations of each level there were: equal to the reference's, not similar (specs/optimizers.md, F5.4). */
const evaluationsPerLevel: Validation = {
  title: 'Evaluations per level',
  seeds: 10,
  series: [...CASES.keys()],
  columns: COLUMNS,
  run: async (series, seed) => {
    const { optimizer, workers } = CASES.get(series) as Case;
    const run = { d: 4, seed, costs: COSTS, options: optionsFor(optimizer), workers };
    return countingOnesRun(await loadOptimizer(optimizer), run).flatMap(({ ended }) => ended);
  },
  section: (sample) => {
    const runs = recorded('evaluations-per-level');
    const differing = [...CASES.keys()].map((series) => ({ series, seeds: seedsThatDiffer(series, sample, runs) }));
    const checks = differing.map(({ series, seeds }) => ({
      name: `evaluations per level, ${series}, are the reference's`,
      met: seeds.length === 0,
    }));
    const rows = differing.map(({ series, seeds }) => rowOf(series, sample, seeds));
    return { text: `${INTRODUCTION}\n\n${table(HEADER, rows)}`, checks };
  },
};
export default evaluationsPerLevel;

const INTRODUCTION = `How many evaluations of each level have ended at a cost, on counting ones with levels 9 to 729 and eta 3; recorded with the
references' own code by \`test/validate/reference/trajectories.py --levels\`. By one worker, and by eight on the clock of the section before, where
which rung is whole when, and so what starts next, depends on every duration. The check: all numbers, at all four costs
and for all seeds, are equal to the recorded ones. Shown are those of the first seed.`;

const HEADER = ['', 'seeds', ...COSTS.map((cost) => `${LEVELS.join(', ')} at ${cost}`), 'all equal'];

function seedsThatDiffer(series: string, sample: Sample, runs: Sample): readonly number[] {
  const [ours, theirs] = [sample, runs].map(({ rows }) => rows.get(series) ?? []) as [Rows, Rows];
  const seeds = Array.from({ length: Math.min(ours.length, theirs.length) }, (_, seed) => seed);
  if (seeds.length === 0) return [0];
  return seeds.filter((seed) => ours[seed]?.join() !== theirs[seed]?.join());
}

type Rows = readonly (readonly number[])[];

function rowOf(series: string, sample: Sample, different: readonly number[]): readonly string[] {
  const first = COLUMNS.map((column) => valuesOf(sample, series, column)[0]);
  const cells = COSTS.map((_, at) => first.slice(at * LEVELS.length, (at + 1) * LEVELS.length).join(', '));
  const seeds = sample.rows.get(series)?.length ?? 0;
  return [series, String(seeds), ...cells, different.length === 0 ? 'yes' : `**no**: seeds ${different.join(', ')}`];
}
