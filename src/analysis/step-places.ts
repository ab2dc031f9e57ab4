/** Px of the widest picture that a curve is drawn on: two steps on one of them cannot be told apart. */
const PIXELS = 800;

/** Sums of thirds do not come out even in binary. */
const TOLERANCE = 1 + 1e-9;

/** First share of the budget that curves over shares show. */
const FIRST_SHARE = 0.001;

/**
 * Where a step curve has its entries: where its steps begin, and at its end, ascending. Steps are left out only where they lie on one
 * pixel with the entry before, on a logarithmic as well as on a linear axis; the first and the end never are.
 * @param begins where steps begin, in any order; what is not between the ends is left out
 */
export function stepPlaces(
  begins: Iterable<number>,
  { from = 0, to }: { readonly from?: number; readonly to: number },
): number[] {
  if (!(to > 0)) return [];
  const inside = [...begins].filter((at) => at > 0 && at >= from && at * TOLERANCE < to);
  const sorted = Float64Array.from(inside).sort();
  const first = sorted[0] ?? to;
  const decades = Math.log(to / first);
  const pixels = (at: number): readonly [number, number] => [
    Math.floor((PIXELS * at) / to),
    decades === 0 ? 0 : Math.floor((PIXELS * Math.log(at / first)) / decades),
  ];
  const kept: number[] = [];
  let before: readonly [number, number] = [-1, -1];
  for (const at of sorted) {
    const own = pixels(at);
    if (at === kept.at(-1) || (own[0] === before[0] && own[1] === before[1])) continue;
    kept.push(at);
    before = own;
  }
  return [...kept, to];
}

/** The same for shares of the budget from a thousandth to all of it, both of which are entries. */
export function sharePlaces(begins: Iterable<number>): number[] {
  return stepPlaces([FIRST_SHARE, ...begins], { from: FIRST_SHARE, to: 1 });
}
