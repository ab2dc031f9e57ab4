import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, test } from 'vitest';
import { readNpy, type NpyArray } from '../../src/data/npy.js';
import { mirror } from '../mirror.js';

/** An .npy file put together by the format's own words: header padded to a multiple of 64 with blanks and a newline. */
function npy(descr: string, shape: string, values: Uint8Array, { order = 'False', major = 1 } = {}): Buffer {
  const dictionary = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`;
  const first = major === 1 ? 10 : 12;
  const header = `${dictionary}${' '.repeat((128 - ((first + dictionary.length + 1) % 64)) % 64)}\n`;
  const start = Buffer.alloc(first);
  start.write('\x93NUMPY', 'latin1');
  start[6] = major;
  if (major === 1) start.writeUInt16LE(header.length, 8);
  else start.writeUInt32LE(header.length, 8);
  return Buffer.concat([start, Buffer.from(header), values]);
}

const bytesOf = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

describe('an .npy file', () => {
  test.each([
    ['<f4', 'f4', Float32Array.of(1.5, -2, NaN, Infinity, 0.1, 6)],
    ['<f8', 'f8', Float64Array.of(1.5, -2, NaN, 1e300, 0.1, 6)],
    ['<i4', 'i4', Int32Array.of(1, -2, 3, 2 ** 31 - 1, -(2 ** 31), 6)],
    ['<i8', 'i8', BigInt64Array.of(1n, -2n, 3n, 2n ** 62n, 5n, 6n)],
    ['|u1', 'u1', Uint8Array.of(1, 2, 3, 4, 255, 6)],
  ])('of %s is read, of any version, wherever its bytes lie', (descr, type, values) => {
    for (const major of [1, 2, 3]) {
      const bytes = npy(descr, '(2, 3)', bytesOf(values), { major });
      expect(readNpy(bytes)).toEqual({ shape: [2, 3], type, values });
      const shifted = Buffer.concat([Buffer.from('x'), bytes]).subarray(1);
      expect(readNpy(shifted)).toEqual({ shape: [2, 3], type, values });
    }
  });

  it('may be of one axis, of none, and of nothing', () => {
    expect(readNpy(npy('|u1', '(3,)', Uint8Array.of(1, 2, 3)))).toMatchObject({ shape: [3] });
    expect(readNpy(npy('|u1', '()', Uint8Array.of(7)))).toMatchObject({ shape: [], values: Uint8Array.of(7) });
    expect(readNpy(npy('<f8', '(0, 5)', new Uint8Array()))).toMatchObject({ shape: [0, 5] });
  });

  it.each([
    ['is none', Buffer.from('PK and more'), 'these are no bytes of an .npy file'],
    ['is cut off in its header', npy('<f4', '(1,)', new Uint8Array(4)).subarray(0, 40), 'ends inside its header'],
    ['is cut off before its header', npy('<f4', '(1,)', new Uint8Array(4)).subarray(0, 9), 'ends inside its header'],
    [
      'has too few values',
      npy('<f4', '(2, 3)', new Uint8Array(20)),
      'there are 20 bytes of values, and the shape (2, 3) of f4 takes 24',
    ],
    ['has too many values', npy('|u1', '(2,)', new Uint8Array(3)), 'there are 3 bytes of values'],
    ['is in Fortran order', npy('<f4', '(1,)', new Uint8Array(4), { order: 'True' }), 'not in C order'],
    ['is big-endian', npy('>f4', '(1,)', new Uint8Array(4)), 'values of type ">f4" are not read here'],
    ['holds objects', npy('|O', '(1,)', new Uint8Array(4)), 'values of type "|O" are not read here'],
    ['is of the future', npy('<f4', '(1,)', new Uint8Array(4), { major: 9 }), 'the version 9 of the .npy format'],
    ['has no shape', npy('<f4', 'None', new Uint8Array(4)), 'has no shape'],
  ])('that %s is refused', (_, bytes, says) => {
    expect(() => readNpy(bytes)).toThrow(says);
  });

  it('that is refused is named', () => {
    expect(() => readNpy(Buffer.from('x'), 'a.npy')).toThrow(
      expect.objectContaining({ code: 'infrastructure', details: { file: 'a.npy' } }) as Error,
    );
  });

  it('cut off anywhere is refused', () => {
    const bytes = npy('<f8', '(4,)', new Uint8Array(32));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        expect(() => readNpy(bytes.subarray(0, length))).toThrow();
      }),
    );
  });
});

const data = mirror();

/** The best mean over the seeds of the first of two metrics; `better` is 1 where more is better. */
function bestMean({ shape, values }: NpyArray, better: 1 | -1): number {
  const [rows = 0, seeds = 0, metrics = 0] = shape;
  let best = -Infinity;
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let seed = 0; seed < seeds; seed++) sum += Number(values[(row * seeds + seed) * metrics]);
    best = Math.max(best, (better * sum) / seeds);
  }
  return better * best;
}

describe.skipIf(data === undefined)('real arrays', () => {
  const folder = data ?? '';

  // As README.md of the data gives them.
  test.each([
    ['naval_propulsion', 3.19e-5],
    ['parkinsons_telemonitoring', 6.71e-3],
    ['protein_structure', 0.2214],
    ['slice_localization', 1.92e-4],
  ])('of FCNet %s have the known best mean validation error %d', (name, best) => {
    const array = readNpy(readFileSync(join(folder, `fcnet-hpolib/${name}.valid_mse_runtime.f32.npy`)));
    expect(array).toMatchObject({ type: 'f4', shape: [62_208, 4, 2] });
    expect(Math.abs(bestMean(array, -1) / best - 1)).toBeLessThan(2.7e-3);
  });

  test.each([
    ['blood_transfusion', 0.747],
    ['car', 1],
  ])('of HPOBench %s have the known best mean balanced accuracy %d', (name, best) => {
    const packed = readFileSync(join(folder, `hpobench-mlp/${name}.bal_acc_precision.f64.npy.gz`));
    const array = readNpy(gunzipSync(packed));
    expect(array).toMatchObject({ type: 'f8', shape: [30_000, 5, 2] });
    expect(Math.abs(bestMean(array, 1) - best)).toBeLessThan(5e-4);
  });

  it('of pictures', () => {
    const array = readNpy(gunzipSync(readFileSync(join(folder, 'flowers17-16px/x_train.u1.npy.gz'))));
    expect(array).toMatchObject({ type: 'u1', shape: [680, 16, 16, 3] });
  });
});
