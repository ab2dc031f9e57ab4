/** Numbers configurations by their unit codes, NaN among them. */
export interface CodeIndex {
  /** The number of a configuration: dense from 0, in the order of their first appearance. */
  enter(codes: ArrayLike<number>, from?: number): number;
  /** -1 for one that was never entered. */
  find(codes: ArrayLike<number>): number;
}

/**
 * One look at a hash table a parameter for its value, and another for the value together with what came before it: no text is
 * made, and numbers stay exact however many parameters there are.
 */
export function createCodeIndex(dimensions: number): CodeIndex {
  const axes = Array.from({ length: dimensions }, createAxis);
  return {
    enter: (codes, from = 0) => {
      let prefix = 0;
      for (let i = 0; i < dimensions; i++) prefix = enter(axes[i] as Axis, prefix, codes[from + i] as number);
      return prefix;
    },
    find: (codes) => {
      let prefix = 0;
      for (let i = 0; i < dimensions; i++) {
        const { ranks, steps } = axes[i] as Axis;
        const rank = ranks.get(codes[i] as number);
        const next = rank === undefined ? undefined : steps.get(prefix * MOST + rank);
        if (next === undefined) return -1;
        prefix = next;
      }
      return prefix;
    },
  };
}

/** More than a table has rows; its square is exact. */
const MOST = 2 ** 26;

interface Axis {
  /** By code, the number of a value. */
  readonly ranks: Map<number, number>;
  /** By the number of what came before and that of the value, the number of both together. */
  readonly steps: Map<number, number>;
}

function createAxis(): Axis {
  return { ranks: new Map(), steps: new Map() };
}

function enter({ ranks, steps }: Axis, prefix: number, code: number): number {
  const rank = ranks.get(code) ?? ranks.size;
  ranks.set(code, rank);
  const key = prefix * MOST + rank;
  const number = steps.get(key) ?? steps.size;
  steps.set(key, number);
  return number;
}
