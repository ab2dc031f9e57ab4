/** How an optimizer at a dimension is called, in our values as in those of the reference. */
export function seriesOf(optimizer: string, d: number): string {
  return `${optimizer} d=${d}`;
}
