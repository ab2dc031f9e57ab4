/** Of an ascending sample, by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996). */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] as number;
  const above = sorted[Math.ceil(position)] as number;
  // Infinite neighbours have no difference.
  return below === above ? below : below + (above - below) * (position - Math.floor(position));
}
