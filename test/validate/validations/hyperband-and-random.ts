import { standardError, summaryOf } from '../../../src/analysis/statistics/summary.js';
import { loadOptimizer } from '../../../src/optimizers/registry.js';
import { trajectory } from '../../optimizers/counting-ones.js';
import { plusMinus, table } from '../markdown.js';
import { valuesOf, type Sample } from '../sample.js';
import type { Check, Validation } from '../validation.js';

interface Known {
  readonly d: number;
  readonly hyperband: number;
  /** Standard error of Hyperband's mean, and so about of the other's. */
  readonly error: number;
  readonly random: number;
}

/** specs/optimizers.md, F2: means of 50 seeds. */
const KNOWN: readonly Known[] = [
  { d: 8, hyperband: 0.0966, error: 0.0043, random: 0.0966 },
  { d: 16, hyperband: 0.2037, error: 0.0041, random: 0.2033 },
  { d: 32, hyperband: 0.2827, error: 0.0027, random: 0.2825 },
  { d: 64, hyperband: 0.3425, error: 0.0029, random: 0.3426 },
];
const CASES = new Map(KNOWN.map((known) => [`d=${known.d}`, known]));
const COSTS = { hyperband: 105, random: 630 };
const COLUMNS = [`hyperband at ${COSTS.hyperband}`, `random-search at ${COSTS.random}`] as const;

/** Hyperband finds what random search does with six times as much, since both draw the same configurations. */
const hyperbandAndRandom: Validation = {
  title: 'Hyperband finds the best of the same random configurations',
  seeds: 50,
  series: [...CASES.keys()],
  slow: [...CASES].filter(([, { d }]) => d > 16).map(([series]) => series),
  columns: COLUMNS,
  run: async (series, seed) => {
    const { d } = CASES.get(series) as Known;
    const [hyperband, random] = [await loadOptimizer('hyperband'), await loadOptimizer('random-search')];
    return [
      ...trajectory(hyperband, { d, seed, costs: [COSTS.hyperband] }),
      ...trajectory(random, { d, seed, costs: [COSTS.random] }),
    ];
  },
  section: (sample) => {
    const results = [...CASES].map(([series, known]) => resultOf(series, known, sample));
    const rows = results.map(({ cells }) => cells);
    return { text: `${INTRODUCTION}\n\n${table(HEADER, rows)}`, checks: results.flatMap(({ checks }) => checks) };
  },
};
export default hyperbandAndRandom;

/** How far the two means may be from each other: the most that the specification has is 0.0004. */
const NEAR = 0.001;
const MOST = 4;

const INTRODUCTION = `At the same seed Hyperband and random search draw the same configurations. After a cost of ${COSTS.hyperband} evaluations at the highest
level (five sweeps) Hyperband has tried 640; after a cost of ${COSTS.random} random search has evaluated the first ${COSTS.random} of them. Regret of
the incumbent on counting ones: mean ± standard error. _Same_: the seeds at which both have the same incumbent; noise at a lower level may
cost Hyperband the best one. The checks: the two means are within ${NEAR} of each other, and each is within ${MOST} standard errors of
the specification's (section F2).`;

const HEADER = ['', 'seeds', 'Hyperband', 'specification', 'random search', 'specification', 'same'];

interface Result {
  readonly cells: readonly string[];
  readonly checks: readonly Check[];
}

function resultOf(series: string, { d, hyperband, random, error }: Known, sample: Sample): Result {
  const [left, right] = COLUMNS.map((column) => valuesOf(sample, series, column)) as [Values, Values];
  const [ours, theirs] = [summaryOf(left), summaryOf(right)];
  const known = [
    { summary: ours, mean: hyperband },
    { summary: theirs, mean: random },
  ];
  const near = known.every(({ summary, mean }) => {
    return Math.abs(summary.mean - mean) < MOST * Math.hypot(standardError(summary), error);
  });
  const shown = known.flatMap(({ summary, mean }) => [
    plusMinus(summary.mean, standardError(summary), 4),
    mean.toFixed(4),
  ]);
  const same = left.filter((value, at) => value === right[at]).length;
  return {
    cells: [`d = ${d}`, String(ours.n), ...shown, String(same)],
    checks: [
      {
        name: `Hyperband's incumbent is that of random search, d = ${d}`,
        met: Math.abs(ours.mean - theirs.mean) < NEAR,
      },
      { name: `both within ${MOST} standard errors of the specification, d = ${d}`, met: near },
    ],
  };
}

type Values = readonly number[];
