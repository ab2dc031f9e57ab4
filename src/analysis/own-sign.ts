/** From minimised to the metric's own sign, and to JSON: nothing is `null`. */
export function ownSign(value: number | undefined, direction: 'minimize' | 'maximize'): number | null {
  if (value === undefined || !Number.isFinite(value)) return null;
  // Zero has no sign here.
  return direction === 'minimize' ? value : 0 - value;
}
