import { createCells } from './cells.js';
import type { ComparedBenchmark, Front } from './comparison.js';
import { ownSign } from './own-sign.js';
import type { Fold } from './fold.js';
import { enter, pointAt, type Member } from './front-members.js';
import { isFull } from './incumbent.js';

/**
 * Of every optimizer the points that no other of its points dominates, at full fidelity, over all its runs; only where there are several
 * objectives.
 */
export function fronts(benchmarkOf: (name: string) => ComparedBenchmark | undefined): Fold<Front> {
  const cells = createCells((benchmark, optimizer) => ({
    benchmark: String(benchmark),
    optimizer: String(optimizer),
    members: [] as Member[],
  }));
  return {
    add(history, { benchmark, optimizer }) {
      const { objectives, judged, full } = history;
      if (objectives.length < 2) return;
      const { members } = cells.of(benchmark, optimizer);
      for (let i = 0; i < full.length; i++) {
        const shown = pointAt(judged, i);
        if (isFull(history, i) && !shown.some(Number.isNaN)) enter(members, { seen: pointAt(objectives, i), shown });
      }
    },
    result: () =>
      cells.all().map(({ benchmark, optimizer, members }) => {
        const objectives = benchmarkOf(benchmark)?.objectives ?? [];
        return {
          benchmark,
          optimizer,
          objectives: objectives.map(({ name }) => name),
          points: members
            .map(({ shown }) => shown)
            .sort((a, b) => (a[0] as number) - (b[0] as number))
            .map((point) => point.map((value, i) => ownSign(value, objectives[i]?.direction ?? 'minimize') as number)),
        };
      }),
  };
}
