/** Entries a decade of every log axis. */
const PER_DECADE = 20;

/** Shares of the budget from a thousandth to all of it, evenly spaced on a log axis; 0.01, 0.1 and 1 are among them. */
export const BUDGET_SHARES: readonly number[] = Array.from({ length: 3 * PER_DECADE + 1 }, (_, i) =>
  tenTo(i - 3 * PER_DECADE),
);

/** Powers of 10^(1/20) around `from` and `to`: fixed places, so that a longer run adds some and moves none. */
export function decadeGrid(from: number, to: number): number[] {
  if (!(from > 0 && to >= from)) return [];
  const first = Math.floor(PER_DECADE * Math.log10(from));
  const last = Math.ceil(PER_DECADE * Math.log10(to) - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => tenTo(first + i));
}

/** 10^(i / 20), exact where that is a power of 10. */
function tenTo(i: number): number {
  const rest = ((i % PER_DECADE) + PER_DECADE) % PER_DECADE;
  const decade = Number(`1e${(i - rest) / PER_DECADE}`);
  return rest === 0 ? decade : decade * Math.exp((rest / PER_DECADE) * Math.LN10);
}
