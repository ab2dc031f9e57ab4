import { createCells } from './cells.js';
import type { ClockUse } from './comparison.js';
import type { Fold } from './fold.js';
import { medianOf } from './statistics/summary.js';

/** What the runs that have ended took on each of the three clocks, which are never added up. */
export function clockUse(): Fold<ClockUse> {
  const cells = createCells((benchmark, optimizer, clock, policy) => ({
    ...{ benchmark: String(benchmark), optimizer: String(optimizer) },
    clock: clock as ClockUse['clock'],
    policy: policy as ClockUse['policy'],
    seconds: [] as number[],
    thinking: [] as number[],
    evaluating: [] as number[],
  }));
  return {
    add({ header, cost, overhead }, { benchmark, optimizer, spent, ended }) {
      if (!ended) return;
      const clock = header.clock === 'virtual' ? 'simulated' : 'real';
      const policy = typeof header.overhead === 'string' ? header.overhead : 'fixed';
      const cell = cells.of(benchmark, optimizer, clock, policy);
      cell.seconds.push(spent.seconds);
      cell.thinking.push(overhead);
      cell.evaluating.push(cost.reduce((sum, each) => sum + each, 0));
    },
    result: () =>
      cells.all().map(({ seconds, thinking, evaluating, ...cell }) => ({
        ...cell,
        runs: seconds.length,
        seconds: medianOf(seconds),
        optimizerSeconds: cell.policy === 'zero' ? null : medianOf(thinking),
        evaluationSeconds: medianOf(evaluating),
      })),
  };
}
