import type { FailureStatus } from '../core/types.js';
import { createCells } from './cells.js';
import type { FailureCount } from './comparison.js';
import type { Fold } from './fold.js';

/** What failed, by kind, and what that cost. `cancelled` is what the end of the budget cut off: it cost time, and is no failure. */
export function failureCounts(): Fold<FailureCount> {
  const totals = createCells(() => ({ cost: 0 }));
  const cells = createCells((benchmark, optimizer, status, code) => ({
    benchmark: String(benchmark),
    optimizer: String(optimizer),
    status: status as FailureStatus,
    code: String(code),
    evaluations: 0,
    cost: 0,
  }));
  return {
    add({ status, code, cost }, { benchmark, optimizer }) {
      const total = totals.of(benchmark, optimizer);
      for (let i = 0; i < status.length; i++) {
        const kind = status[i] as string;
        total.cost += cost[i] as number;
        if (kind === 'completed' || kind === 'stopped') continue;
        const cell = cells.of(benchmark, optimizer, kind, code[i] as string);
        cell.evaluations++;
        cell.cost += cost[i] as number;
      }
    },
    result: () =>
      cells.all().map((cell) => {
        const whole = totals.of(cell.benchmark, cell.optimizer).cost;
        return { ...cell, share: whole === 0 ? 0 : cell.cost / whole };
      }),
  };
}
