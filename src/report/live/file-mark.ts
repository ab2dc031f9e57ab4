import { statSync } from 'node:fs';

/** What tells that a file has changed without reading it. */
export interface FileMark {
  readonly size: number;
  readonly text: string;
}

/** @returns undefined where there is no such file */
export function fileMark(file: string): FileMark | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  const { size, mtimeMs, ino } = stats;
  return { size, text: `${ino}:${size}:${mtimeMs}` };
}
