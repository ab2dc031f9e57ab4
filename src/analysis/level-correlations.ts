import { createRng } from '../core/rng.js';
import { createCells } from './cells.js';
import type { LevelCorrelation } from './comparison.js';
import type { Fold } from './fold.js';
import { roundLevel } from './levels.js';
import { createReservoir, type Reservoir } from './reservoir.js';
import { spearman } from './statistics/spearman.js';

/** Pairs that are kept a benchmark and level: the standard error of the correlation is then below 0.02. */
const PAIRS = 5000;

type Pair = readonly [here: number, atFull: number];

/**
 * How well each level ranks what full fidelity ranks, over the trials that were evaluated at both. Optimizers raise what looked good:
 * of their trials the correlation is lower than it is over the whole space.
 */
export function levelCorrelations(seed: number): Fold<LevelCorrelation> {
  const cells = createCells((benchmark) => ({
    benchmark: String(benchmark),
    levels: new Map<number, Reservoir<Pair>>(),
  }));
  return {
    add({ trial, level, full, status, objectives }, { benchmark }) {
      const values = objectives[0] ?? [];
      const atFull = new Map<number, number>();
      for (let i = 0; i < trial.length; i++) {
        if (full[i] === true && status[i] === 'completed') atFull.set(trial[i] as number, values[i] as number);
      }
      const { levels } = cells.of(benchmark);
      for (let i = 0; i < trial.length; i++) {
        const there = atFull.get(trial[i] as number);
        const here = values[i] as number;
        if (full[i] === true || there === undefined || Number.isNaN(here)) continue;
        const rounded = roundLevel(level[i] as number);
        const pairs = levels.get(rounded) ?? createReservoir(PAIRS, createRng('levels', seed, benchmark, rounded));
        levels.set(rounded, pairs);
        pairs.offer(() => [here, there]);
      }
    },
    result: () =>
      cells
        .all()
        .flatMap(({ benchmark, levels }) =>
          [...levels]
            .sort(([a], [b]) => a - b)
            .map(([level, { items }]) => ({ benchmark, level, trials: items.length, spearman: correlationOf(items) })),
        ),
  };
}

function correlationOf(pairs: readonly Pair[]): number | null {
  if (pairs.length < 3) return null;
  const correlation = spearman(
    pairs.map(([here]) => here),
    pairs.map(([, atFull]) => atFull),
  );
  return Number.isNaN(correlation) ? null : correlation;
}
