import { infrastructureError, type SuiteError } from '../core/errors.js';

/** Values in C order: the last axis varies fastest. */
export type NpyArray = { readonly shape: readonly number[] } & (
  | { readonly type: 'f4'; readonly values: Float32Array }
  | { readonly type: 'f8'; readonly values: Float64Array }
  | { readonly type: 'i4'; readonly values: Int32Array }
  | { readonly type: 'i8'; readonly values: BigInt64Array }
  | { readonly type: 'u1'; readonly values: Uint8Array }
);

/**
 * An array as NumPy saves it: little-endian f4, f8, i4, i8 or u1, C order, any shape.
 * Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html (versions 1 to 3).
 * @param file whose bytes they are, for errors
 * @throws SuiteError infrastructure, when they are something else, or of another length than the shape
 */
export function readNpy(bytes: Uint8Array, file?: string): NpyArray {
  const wrong = (message: string): SuiteError => infrastructureError(message, file === undefined ? {} : { file });
  const { header, start } = readHeader(bytes, wrong);
  const type = readType(header, wrong);
  const shape = readShape(header, wrong);
  const size = { f4: 4, f8: 8, i4: 4, i8: 8, u1: 1 }[type];
  const count = shape.reduce((product, length) => product * length, 1);
  const there = bytes.byteLength - start;
  if (there !== count * size) {
    throw wrong(
      `there are ${there} bytes of values, and the shape (${shape.join(', ')}) of ${type} takes ${count * size}`,
    );
  }
  // A copy of its own begins where a typed array may.
  const { buffer } = Uint8Array.from(bytes.subarray(start));
  switch (type) {
    case 'f4':
      return { shape, type, values: new Float32Array(buffer) };
    case 'f8':
      return { shape, type, values: new Float64Array(buffer) };
    case 'i4':
      return { shape, type, values: new Int32Array(buffer) };
    case 'i8':
      return { shape, type, values: new BigInt64Array(buffer) };
    case 'u1':
      return { shape, type, values: new Uint8Array(buffer) };
  }
}

type Wrong = (message: string) => SuiteError;

const MAGIC = '\x93NUMPY';

function readHeader(bytes: Uint8Array, wrong: Wrong): { readonly header: string; readonly start: number } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.toString('latin1', 0, 6) !== MAGIC) throw wrong('these are no bytes of an .npy file');
  const major = buffer[6] ?? 0;
  if (major < 1 || major > 3) throw wrong(`the version ${major} of the .npy format is not known`);
  const first = major === 1 ? 10 : 12;
  if (buffer.byteLength < first) throw wrong('the .npy file ends inside its header');
  const start = first + (major === 1 ? buffer.readUInt16LE(8) : buffer.readUInt32LE(8));
  if (buffer.byteLength < start) throw wrong('the .npy file ends inside its header');
  return { header: buffer.toString('utf8', first, start), start };
}

function readType(header: string, wrong: Wrong): NpyArray['type'] {
  if (/'fortran_order':\s*False/.exec(header) === null) throw wrong(`the array is not in C order: ${header.trim()}`);
  const descr = /'descr':\s*'([^']*)'/.exec(header)?.[1] ?? '';
  const type = /^(?:<(f4|f8|i4|i8)|[<|](u1))$/.exec(descr);
  if (type !== null) return (type[1] ?? type[2]) as NpyArray['type'];
  throw wrong(`values of type "${descr}" are not read here, only <f4, <f8, <i4, <i8 and |u1`);
}

function readShape(header: string, wrong: Wrong): readonly number[] {
  const text = /'shape':\s*\(([\d, ]*)\)/.exec(header)?.[1];
  if (text === undefined) throw wrong(`the header of the .npy file has no shape: ${header.trim()}`);
  return [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits));
}
