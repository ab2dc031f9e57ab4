export { formatSeconds } from '../core/duration.js';

/** A number for people: 4 significant digits, no trailing zeros. */
export function formatNumber(value: number): string {
  const rounded = value.toPrecision(4);
  // The largest numbers of all round up to infinity.
  return Number.isFinite(Number(rounded)) ? String(Number(rounded)) : rounded;
}

/** `1 run`, `3 runs`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

/** Text for the end of a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}
