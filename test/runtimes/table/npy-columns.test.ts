import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { npyColumns } from '../../../src/runtimes/table/npy-columns.js';

/** An array of 2 x 3 x 2 as NumPy writes it. */
function write(type: string, values: Float32Array | Float64Array | Int32Array): string {
  const header = `{'descr': '<${type}', 'fortran_order': False, 'shape': (2, 3, 2), }\n`;
  const length = Buffer.alloc(2);
  length.writeUInt16LE(header.length);
  const file = join(mkdtempSync(join(tmpdir(), 'hport-npy-')), 'runs.npy');
  const magic = Buffer.from('\x93NUMPY\x01\x00', 'latin1');
  writeFileSync(file, Buffer.concat([magic, length, Buffer.from(header), Buffer.from(values.buffer)]));
  return file;
}

const counted = Array.from({ length: 12 }, (_, index) => index / 8);
const shape = { rows: 2, replicates: 3, metrics: ['loss', 'time'] };

describe('columns of a NumPy array', () => {
  it('takes every metric apart, in as many bytes as the file has', () => {
    const narrow = npyColumns(write('f4', Float32Array.from(counted)), shape);
    expect(narrow).toEqual({
      loss: Float32Array.of(0, 0.25, 0.5, 0.75, 1, 1.25),
      time: Float32Array.of(0.125, 0.375, 0.625, 0.875, 1.125, 1.375),
    });
    expect(npyColumns(write('f8', Float64Array.from(counted)), shape)['time']).toBeInstanceOf(Float64Array);
  });

  it('refuses another shape and other numbers, naming both', () => {
    const file = write('f8', Float64Array.from(counted));
    expect(() => npyColumns(file, { ...shape, rows: 3 })).toThrow('expected 3 x 3 x 2 numbers of type f4 or f8');
    expect(() => npyColumns(write('i4', new Int32Array(12)), shape)).toThrow('found 2 x 3 x 2 of i4');
  });
});
