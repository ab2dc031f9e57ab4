import type { Rng } from '../../core/rng.js';
import { DIMENSIONS_BY_DEGREE, JOE_KUO } from './joe-kuo.js';
import { digitalShift, linearMatrix, owenScramble } from './net-scrambles.js';

/**
 * How the sequence is made random; every scramble keeps it a digital net.
 * - `owen`: nested uniform scrambling, every bit flipped by chance given the bits before it. Owen 1995.
 * - `linear-matrix`: bits mixed by a random lower triangular matrix, then a random shift. Matousek 1998, as SciPy.
 * - `none`: the sequence itself, from the origin.
 */
export type Scramble = 'owen' | 'linear-matrix' | 'none';
export const SCRAMBLES: readonly Scramble[] = ['owen', 'linear-matrix', 'none'];

/** In how many dimensions direction numbers are known. */
export const SOBOL_DIMENSIONS: number = 1 + DIMENSIONS_BY_DEGREE.reduce((sum, count) => sum + count, 0);

const BITS = 32;
const UNIT = 2 ** -BITS;

/**
 * Sobol's sequence with the direction numbers of Joe and Kuo, in Gray code order (Antonov and Saleev 1979): a function that
 * writes the next point, entries in [0, 1), into the first `dimensions` places of a vector. Any 2^m points that begin at a
 * multiple of 2^m fill every elementary interval alike.
 * @param dimensions - at most `SOBOL_DIMENSIONS`
 */
export function sobolSequence(dimensions: number, scramble: Scramble, rng: Rng): (into: Float64Array) => void {
  const directions = directionNumbers(dimensions);
  const state = new Uint32Array(dimensions);
  if (scramble === 'linear-matrix') {
    linearMatrix(directions, rng.fork('matrix'));
    digitalShift(state, rng.fork('shift'));
  }
  const finish = scramble === 'owen' ? owenScramble(dimensions, rng.fork('owen')) : (bits: number): number => bits;
  let index = 0;
  return (into) => {
    for (let d = 0; d < dimensions; d++) into[d] = finish(state[d] as number, d) * UNIT;
    // The bit in which the Gray codes of this index and the next differ.
    const bit = 31 - Math.clz32(~index & (index + 1));
    for (let d = 0; d < dimensions; d++) state[d] = (state[d] as number) ^ (directions[d * BITS + bit] as number);
    index++;
  };
}

/** `dimensions` x 32, the k-th number of a dimension scaled by 2^(31-k). Bratley and Fox 1988, equations 2 and 3. */
function directionNumbers(dimensions: number): Uint32Array {
  const all = new Uint32Array(dimensions * BITS);
  for (let k = 0; k < BITS && dimensions > 0; k++) all[k] = 2 ** (BITS - 1 - k);
  const take = bitReader(atob(JOE_KUO));
  let dimension = 1;
  DIMENSIONS_BY_DEGREE.forEach((count, index) => {
    for (let i = 0; i < count && dimension < dimensions; i++, dimension++) {
      fillRow(all.subarray(dimension * BITS, (dimension + 1) * BITS), index + 1, take);
    }
  });
  return all;
}

function fillRow(row: Uint32Array, degree: number, take: (bits: number) => number): void {
  const coefficients = take(degree - 1);
  for (let i = 0; i < degree; i++) row[i] = (2 * take(i) + 1) * 2 ** (BITS - 1 - i);
  for (let i = degree; i < BITS; i++) {
    const oldest = row[i - degree] as number;
    let next = oldest ^ (oldest >>> degree);
    for (let k = 1; k < degree; k++) if ((coefficients >> (degree - 1 - k)) & 1) next ^= row[i - k] as number;
    row[i] = next;
  }
}

/** Reads numbers of so many bits, highest first, one after the other. */
function bitReader(bytes: string): (bits: number) => number {
  let at = 0;
  return (bits) => {
    let value = 0;
    for (let i = 0; i < bits; i++, at++) value = 2 * value + ((bytes.charCodeAt(at >> 3) >> (7 - (at & 7))) & 1);
    return value;
  };
}
