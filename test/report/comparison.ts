import type { ComparedClock, Comparison, Curve, View } from '../../src/analysis/comparison.js';

const CLOCKS: readonly ComparedClock[] = ['seconds', 'evaluations', 'fullEvaluations'];
const X = [0.1, 0.3, 1, 3, 10, 30];
const SHARES = [0.001, 0.01, 0.1, 1];

export interface Shape {
  readonly optimizers: readonly string[];
  readonly benchmarks: readonly string[];
}

/** A comparison in which every figure and every table has something to show; its numbers are made up, and differ. */
export function comparison({ optimizers, benchmarks }: Shape): Comparison {
  const cells = benchmarks.flatMap((benchmark) =>
    optimizers.map((optimizer, index) => ({ benchmark, optimizer, index })),
  );
  const families = [null, ...new Set(benchmarks.map(familyOf))];
  const kinds = families.flatMap((family) => optimizers.map((optimizer, index) => ({ family, optimizer, index })));
  const pairs = optimizers.flatMap((first, index) => optimizers.slice(index + 1).map((second) => ({ first, second })));
  const wins = { wins: 1, ties: 0, losses: 1, missing: 0 };
  const tested = { p: 0.5, holm: 1 };
  const contest = { benchmarks: wins, sign: tested, wilcoxon: tested, wilcoxonBenchmarks: 2 };
  return {
    format: 2,
    suite: '0.0.0',
    settings: { seed: 0, draws: 1000, rankDraws: 5000, confidence: 0.95, shares: [0.1, 1] },
    studies: [{ folder: 'a', study: 'made <up>', suite: '0.0.0', planned: 8, begun: 8, ended: 7 }],
    optimizers: optimizers.map((label) => ({ label, name: label, source: 'nobody, "nowhere"', fidelities: 'one' })),
    benchmarks: benchmarks.map((name) => benchmarkOf(name)),
    runs: cells.map(({ benchmark, optimizer, index }) => ({
      folder: 'a',
      run: `${benchmark}--${optimizer}--0`,
      benchmark,
      optimizer,
      seed: 0,
      state: 'completed',
      reason: 'seconds',
      evaluations: 10 + index,
      failures: 1,
      spent: { seconds: 30, evaluations: 10, fullEvaluations: 5 },
      overhead: 0,
      busy: 60,
      incumbent: 0.1 + index / 100,
      observed: 0.09 + index / 100,
      hypervolume: null,
      test: 0.2 + index / 100,
    })),
    curves: cells.flatMap((cell) =>
      CLOCKS.flatMap((clock) =>
        (['full', 'observed', 'any', 'test'] as const).map((view) => curveOf(cell, clock, view)),
      ),
    ),
    scores: cells.map(({ benchmark, optimizer, index }) => ({
      benchmark,
      optimizer,
      share: 1,
      objective: 'error',
      runs: 4,
      withIncumbent: 4,
      value: 1 / 3 + index,
      valueLower: 0.1,
      valueUpper: 0.5,
      observed: 0.3 + index,
      test: null,
      regret: 0.3,
      normalised: 0.2,
    })),
    areas: cells.map(({ benchmark, optimizer }) => ({
      ...{ benchmark, optimizer, runs: 4, linear: 0.2, linearLower: 0.1, linearUpper: 0.3 },
      ...{ log: 0.4, logLower: null, logUpper: null },
    })),
    regrets: kinds.map(({ family, optimizer, index }) => {
      const mean = SHARES.map((_, at) => 1 / (1 + at + index));
      return {
        ...{ family, optimizer, benchmarks: 3, share: SHARES, mean },
        ...{ lower: mean.map((m) => m / 2), upper: mean.map((m) => m * 2) },
      };
    }),
    speedUps: cells.map(({ benchmark, optimizer }) => ({
      benchmark,
      optimizer,
      target: 0.2,
      random: 30,
      own: 10,
      factor: 3,
    })),
    ranks: kinds.map(({ family, optimizer, index }) => {
      const mean = SHARES.map((_, at) => 1 + ((index + at) % optimizers.length));
      return {
        family,
        optimizer,
        benchmarks: 2,
        share: SHARES,
        mean,
        lower: mean.map((m) => m - 0.1),
        upper: mean.map((m) => m + 0.1),
      };
    }),
    lead: {
      optimizers: optimizers.map((optimizer, index) => ({
        ...{ optimizer, benchmarks: 2, rank: 1 + index, rankLower: 1, rankUpper: 2 + index },
        test: index === 0 ? { p: null, holm: null } : tested,
        behind: false,
      })),
    },
    pairs: pairs.map((pair) => ({ ...pair, share: 1, ...contest })),
    withinBenchmarks: benchmarks.flatMap((benchmark) =>
      pairs.map((pair) => ({
        ...{ benchmark, ...pair, firstRuns: 4, secondRuns: 4, delta: 1, mannWhitney: { p: 0.03, holm: 0.04 } },
      })),
    ),
    questions: pairs.slice(0, 1).map(({ first, second }) => ({
      ...{ question: 1, optimizer: first, against: second, share: 1, ...contest },
    })),
    friedman: [
      {
        ...{
          share: 1,
          benchmarks: benchmarks.length,
          leftOut: [],
          statistic: 3,
          p: 0.08,
          fStatistic: 4,
          fP: 0.06,
          criticalDifference: 1.2,
        },
        meanRanks: optimizers.map((optimizer, index) => ({ optimizer, rank: 1.2 + index * 0.9 })),
        groups: [optimizers.slice(0, 2), optimizers.slice(1, 3)].filter(({ length }) => length > 1),
      },
    ],
    attainment: kinds.flatMap(({ family, optimizer, index }) =>
      (['fixed', 'run-length'] as const).map((targets) => ({
        ...{ family, optimizer, targets, pairs: 200, share: SHARES },
        reached: SHARES.map((_, at) => Math.min(1, at * 0.2 + index * 0.05)),
      })),
    ),
    runLengths: cells.map(({ benchmark, optimizer }) => ({
      ...{ benchmark, optimizer, targetShare: 0.1, target: 0.2, runs: 4, successes: 3, expected: 12 },
    })),
    profiles: optimizers.map((optimizer, index) => ({
      ...{ optimizer, problems: 20, factor: [1, 2, 4, 8], solved: [0.1, 0.2, 0.4, 0.6].map((s) => s + index * 0.02) },
    })),
    levels: cells.flatMap(({ benchmark, optimizer }) =>
      [1 / 9, 1 / 3, 1].map((level) => ({
        ...{ benchmark, optimizer, level, evaluations: Math.round(9 / level), share: 1 / 3, promotions: 3, paid: 1 },
      })),
    ),
    correlations: benchmarks.flatMap((benchmark) =>
      [1 / 9, 1 / 3].map((level) => ({ benchmark, level, trials: 20, spearman: 0.5 + level })),
    ),
    workers: cells.map(({ benchmark, optimizer, index }) => ({
      benchmark,
      optimizer,
      workers: 2,
      runs: 4,
      idle: index / 20,
    })),
    clocks: cells.map(({ benchmark, optimizer }) => ({
      ...({ benchmark, optimizer, clock: 'simulated', policy: 'measured', runs: 4 } as const),
      ...{ seconds: 30, optimizerSeconds: 0.2, evaluationSeconds: 55 },
    })),
    timelines: optimizers.map((optimizer) => ({
      ...{ run: `one--${optimizer}--0`, benchmark: benchmarks[0] ?? '', optimizer, workers: 2, cut: true },
      ...{ worker: [0, 1, 0], start: [0, 0, 2], end: [2, 3, 4], trial: [0, 1, 2], level: [1, 1 / 3, 1] },
      status: ['completed', 'failed', 'completed'],
    })),
    failures: cells.map(({ benchmark, optimizer, index }) => ({
      ...{
        benchmark,
        optimizer,
        status: 'failed',
        code: 'objective-failed',
        evaluations: index + 1,
        cost: 3.5,
        share: 0.01,
      },
    })),
    importance: benchmarks.flatMap((benchmark) =>
      ['alpha', 'beta', 'gamma'].map((parameter, index) => ({
        ...({ benchmark, parameter, share: 0.5 - index / 10, evaluations: 100, from: 'all', fit: 0.9 } as const),
      })),
    ),
    configurations: benchmarks.map((benchmark) => ({
      ...{ benchmark, evaluations: 400, parameters: 12 },
      axes: [
        { name: 'alpha', lower: 1e-6, upper: 1, log: true, values: [] },
        { name: 'kind', lower: null, upper: null, log: false, values: ['tree', 'linear', true] },
        { name: 'depth', lower: 1, upper: 12, log: false, values: [] },
      ],
      configurations: optimizers.flatMap((optimizer, index) =>
        [0, 1, 2].map((seed) => ({
          ...{ optimizer, seed, best: seed === 0, value: 0.1 + index / 50 + seed },
          configuration: seed === 1 ? [1e-3, 'linear', null] : [10 ** -seed, 'tree', 1 + ((index + seed) % 12)],
        })),
      ),
    })),
    fronts: cells.map(({ benchmark, optimizer, index }) => ({
      ...{ benchmark, optimizer, objectives: ['error', 'size'] },
      points: [0, 1, 2].map((at) => [0.1 + at / 10 + index / 50, 9 - at * 3]),
    })),
    hypervolumes: cells.map(({ benchmark, optimizer, index }) => {
      const median = X.map((_, at) => 0.1 + at / 10 + index / 100);
      return {
        benchmark,
        optimizer,
        clock: 'seconds',
        runs: 4,
        x: X,
        median,
        lower: median.map((m) => m - 0.01),
        upper: median.map((m) => m + 0.01),
      };
    }),
    notes: [{ benchmark: benchmarks[0] ?? null, optimizer: null, message: 'Made up & <small>.' }],
  };
}

function benchmarkOf(name: string): Comparison['benchmarks'][number] {
  const test = { name: 'test_error', direction: 'minimize' } as const;
  const normaliser = { best: 0, bestFrom: 'known', reference: 1, how: 'by hand' } as const;
  return {
    name,
    family: familyOf(name),
    instance: name.slice(familyOf(name).length + 1),
    level: 'synthetic',
    clock: 'recorded',
    oneLevel: false,
    objectives: [
      { name: 'error', direction: 'minimize', unit: 'fraction', exact: 'true_error', test, normaliser },
      { name: 'size', direction: 'minimize', unit: 'MiB', exact: null, test: null, normaliser: null },
    ],
    budgetClock: 'seconds',
    budget: 30,
  };
}

function curveOf(
  { benchmark, optimizer, index }: { benchmark: string; optimizer: string; index: number },
  clock: ComparedClock,
  view: View,
): Curve {
  const median = X.map((_, at) => (at === 0 ? null : 0.5 / at + index / 50));
  return {
    ...{ benchmark, optimizer, view, clock, metric: METRICS[view], x: X },
    runs: X.map(() => 4),
    ...{ median, medianLower: median.map((m) => m && m - 0.02), medianUpper: median.map((m) => m && m + 0.02) },
  };
}

const METRICS = { full: 'true_error', observed: 'error', any: 'error', test: 'test_error' } as const;

function familyOf(benchmark: string): string {
  return benchmark.split('.')[0] ?? benchmark;
}
