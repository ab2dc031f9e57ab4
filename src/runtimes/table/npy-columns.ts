import { readFileSync } from 'node:fs';
import { infrastructureError } from '../../core/errors.js';
import { readNpy } from '../../data/npy.js';
import type { Column } from './reader.js';

/** What a file of NumPy has to be: an array of floats, rows x replicates x metrics. */
export interface NpyTable {
  readonly rows: number;
  readonly replicates: number;
  /** In the order of the last axis. */
  readonly metrics: readonly string[];
}

/**
 * The columns of an array that has the metrics of a cell side by side, each in as many bytes as the file has for a number.
 * @throws SuiteError of code 'infrastructure' for another shape or type
 */
export function npyColumns(file: string, expected: NpyTable): Readonly<Record<string, Column>> {
  const { rows, replicates, metrics } = expected;
  const { shape, type, values } = readNpy(readFileSync(file), file);
  const wanted = [rows, replicates, metrics.length].join(' x ');
  const found = shape.join(' x ');
  if (found !== wanted || (type !== 'f4' && type !== 'f8')) {
    throw infrastructureError(`expected ${wanted} numbers of type f4 or f8, found ${found} of ${type}`, { file });
  }
  const column = (index: number): Column => {
    const own = new (type === 'f4' ? Float32Array : Float64Array)(rows * replicates);
    for (let cell = 0, at = index; cell < own.length; cell++, at += metrics.length) own[cell] = values[at] as number;
    return own;
  };
  return Object.fromEntries(metrics.map((name, index) => [name, column(index)]));
}
