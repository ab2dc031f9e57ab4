/** Entries a decade. */
const PER_DECADE = 20;

/**
 * Shares of the budget from a thousandth to all of it, evenly spaced on a log axis; 0.01, 0.1 and 1 are among them. Ranks are taken at
 * these, as drawing thousands of runs anew at every step of each of them would take minutes.
 */
export const BUDGET_SHARES: readonly number[] = Array.from({ length: 3 * PER_DECADE + 1 }, (_, i) =>
  tenTo(i - 3 * PER_DECADE),
);

/** 10^(i / 20), exact where that is a power of 10. */
function tenTo(i: number): number {
  const rest = ((i % PER_DECADE) + PER_DECADE) % PER_DECADE;
  const decade = Number(`1e${(i - rest) / PER_DECADE}`);
  return rest === 0 ? decade : decade * Math.exp((rest / PER_DECADE) * Math.LN10);
}
