/** Of an ascending sample, by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996). */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const position = share * (sorted.length - 1);
  return between(sorted[Math.floor(position)] as number, sorted[Math.ceil(position)] as number, position);
}

/** The same of a sample in any order, which is put into another one: a sort of thousands of draws would take longer than all else. */
export function quantileOfUnsorted(values: Float64Array, share: number): number {
  const position = share * (values.length - 1);
  const below = select(values, Math.floor(position));
  return between(below, position % 1 === 0 ? below : smallestFrom(values, Math.ceil(position)), position);
}

function between(below: number, above: number, position: number): number {
  // Infinite neighbours have no difference.
  return below === above ? below : below + (above - below) * (position % 1);
}

/** Puts the k-th smallest in its place, with nothing larger before it and nothing smaller behind. Hoare. Algorithm 65: find (1961). */
function select(values: Float64Array, k: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = values[k] as number;
    let [i, j] = [low, high];
    while (i <= j) {
      while ((values[i] as number) < pivot) i++;
      while ((values[j] as number) > pivot) j--;
      if (i <= j) {
        const swapped = values[i] as number;
        values[i++] = values[j] as number;
        values[j--] = swapped;
      }
    }
    if (j < k) low = i;
    if (k < i) high = j;
  }
  return values[k] as number;
}

function smallestFrom(values: Float64Array, from: number): number {
  let smallest = Infinity;
  for (let i = from; i < values.length; i++) if ((values[i] as number) < smallest) smallest = values[i] as number;
  return smallest;
}
