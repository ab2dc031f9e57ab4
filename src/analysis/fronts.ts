import { dominates, type Point } from '../models/non-dominated.js';
import { createCells } from './cells.js';
import type { ComparedBenchmark, Front } from './comparison.js';
import { ownSign } from './own-sign.js';
import type { Fold } from './fold.js';

/** Of every optimizer the points that no other of its points dominates, at full fidelity, over all its runs; only where there are several objectives. */
export function fronts(benchmarkOf: (name: string) => ComparedBenchmark | undefined): Fold<Front> {
  const cells = createCells((benchmark, optimizer) => ({
    benchmark: String(benchmark),
    optimizer: String(optimizer),
    points: [] as Point[],
  }));
  return {
    add({ objectives, full, status }, { benchmark, optimizer }) {
      if (objectives.length < 2) return;
      const { points } = cells.of(benchmark, optimizer);
      for (let i = 0; i < full.length; i++) {
        if (full[i] === true && status[i] === 'completed') enter(points, pointAt(objectives, i));
      }
    },
    result: () =>
      cells.all().map(({ benchmark, optimizer, points }) => {
        const objectives = benchmarkOf(benchmark)?.objectives ?? [];
        return {
          benchmark,
          optimizer,
          objectives: objectives.map(({ name }) => name),
          points: [...points]
            .sort((a, b) => (a[0] as number) - (b[0] as number))
            .map((point) => point.map((value, i) => ownSign(value, objectives[i]?.direction ?? 'minimize') as number)),
        };
      }),
  };
}

/** Objectives of the i-th evaluation, minimised. */
export function pointAt(objectives: readonly (readonly number[])[], i: number): Point {
  return objectives.map((column) => column[i] as number);
}

/** Puts a point into a front and what it dominates out of it; `false` where it is dominated or there already. */
export function enter(front: Point[], point: Point): boolean {
  if (front.some((other) => dominates(other, point) || other.every((value, i) => value === point[i]))) return false;
  for (let i = front.length - 1; i >= 0; i--) if (dominates(point, front[i] as Point)) front.splice(i, 1);
  front.push(point);
  return true;
}
