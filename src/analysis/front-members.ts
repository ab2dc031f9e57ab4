import { dominates, type Point } from '../models/non-dominated.js';

/** Entries of the i-th evaluation. */
export function pointAt(columns: readonly (readonly number[])[], i: number): Point {
  return columns.map((column) => column[i] as number);
}

/** A point of a front: chosen by what the optimizer saw, shown as what it is judged by; both minimised. */
export interface Member {
  readonly seen: Point;
  readonly shown: Point;
}

/** Puts a point into a front and what it dominates out of it; `false` where it is dominated or there already. */
export function enter(front: Member[], member: Member): boolean {
  const { seen } = member;
  if (front.some((other) => dominates(other.seen, seen) || other.seen.every((value, i) => value === seen[i]))) {
    return false;
  }
  for (let i = front.length - 1; i >= 0; i--) if (dominates(seen, (front[i] as Member).seen)) front.splice(i, 1);
  front.push(member);
  return true;
}
