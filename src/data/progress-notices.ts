import { inWords } from './data-errors.js';
import type { DataProgress } from './ensure.js';
import { mebibytes } from './mebibytes.js';

/** Milliseconds between two lines on one file. */
const PAUSE = 5000;

/** Progress as lines: one when a file begins to come, and one every few seconds; what is there already is worth none. */
export function progressNotices(
  onNotice: (line: string) => void,
  now: () => number = () => performance.now(),
): (progress: DataProgress) => void {
  const said = new Map<string, number>();
  return ({ file, state, from, bytes, total }) => {
    if (state === 'there') return;
    const key = `${file.family} ${file.file} ${from}`;
    const last = said.get(key);
    if (last !== undefined && now() - last < PAUSE) return;
    said.set(key, now());
    if (last === undefined) onNotice(`fetching ${inWords(file)} (${mebibytes(file.size)}) from ${from}`);
    else onNotice(`${inWords(file)}: ${mebibytes(bytes)}${total === undefined ? '' : ` of ${mebibytes(total)}`}`);
  };
}
