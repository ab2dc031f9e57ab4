import { createCells } from './cells.js';
import type { WorkerUse } from './comparison.js';
import type { Fold } from './fold.js';
import { medianOf } from './statistics/summary.js';

/** Share of the workers' time in which they had nothing to do, of the runs that have ended. */
export function workerUse(): Fold<WorkerUse> {
  const cells = createCells((benchmark, optimizer, workers) => ({
    benchmark: String(benchmark),
    optimizer: String(optimizer),
    workers: Number(workers),
    idle: [] as number[],
  }));
  return {
    add(_, { benchmark, optimizer, workers, busy, spent, ended }) {
      if (!ended || spent.seconds === 0) return;
      // Sums of thirds do not come out even in binary: nobody is busy for longer than always.
      cells.of(benchmark, optimizer, workers).idle.push(Math.max(0, 1 - busy / (workers * spent.seconds)));
    },
    result: () => cells.all().map(({ idle, ...cell }) => ({ ...cell, runs: idle.length, idle: medianOf(idle) })),
  };
}
