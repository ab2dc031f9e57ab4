import { createCells } from './cells.js';
import type { LevelUse } from './comparison.js';
import type { Fold } from './fold.js';

/** What every optimizer has spent on every level of fidelity, and which promotions paid. */
export function levelUse(): Fold<LevelUse> {
  const cells = createCells((benchmark, optimizer) => ({
    benchmark: String(benchmark),
    optimizer: String(optimizer),
    spent: 0,
    levels: new Map<number, LevelSum>(),
  }));
  return {
    add({ level, charged, raised, objectives }, { benchmark, optimizer }) {
      const cell = cells.of(benchmark, optimizer);
      const best = new Map<number, number>();
      for (let i = 0; i < level.length; i++) {
        const rounded = roundLevel(level[i] as number);
        const sum = cell.levels.get(rounded) ?? { evaluations: 0, spent: 0, promotions: 0, paid: 0 };
        cell.levels.set(rounded, sum);
        const value = objectives[0]?.[i] ?? NaN;
        const isBest = value < (best.get(rounded) ?? Infinity);
        if (isBest) best.set(rounded, value);
        sum.evaluations++;
        sum.spent += charged[i] as number;
        cell.spent += charged[i] as number;
        if (raised[i] !== true) continue;
        sum.promotions++;
        if (isBest) sum.paid++;
      }
    },
    result: () =>
      cells.all().flatMap(({ benchmark, optimizer, spent: whole, levels }) =>
        [...levels]
          .sort(([a], [b]) => a - b)
          .map(([level, { spent, ...counts }]) => ({
            benchmark,
            optimizer,
            level,
            ...counts,
            share: whole === 0 ? 0 : spent / whole,
          })),
      ),
  };
}

interface LevelSum {
  evaluations: number;
  spent: number;
  promotions: number;
  paid: number;
}

const roundedLevels = new Map<number, number>();

/** To two digits, so that a fidelity without steps has a number of levels that can be looked at. */
export function roundLevel(level: number): number {
  const known = roundedLevels.get(level);
  if (known !== undefined) return known;
  const rounded = Number(level.toPrecision(2));
  if (roundedLevels.size < 100_000) roundedLevels.set(level, rounded);
  return rounded;
}
