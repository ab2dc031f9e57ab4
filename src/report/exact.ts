/** A number as a reader may copy it: 6 significant digits, no trailing zeros. */
export function exact(value: number): string {
  return String(Number(value.toPrecision(6)));
}
