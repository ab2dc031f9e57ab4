import type { Rng } from '../../core/rng.js';

const BITS = 32;

/**
 * Multiplies each row of direction numbers by a random lower triangular bit matrix with ones on its diagonal, in place:
 * output bit i depends on bits 0..i (Matousek, On the L2-discrepancy for anchored boxes, J. Complexity 14, 1998).
 * @param directions - dimensions x 32
 */
export function linearMatrix(directions: Uint32Array, rng: Rng): void {
  const rows = new Uint32Array(BITS);
  for (let start = 0; start < directions.length; start += BITS) {
    for (let i = 0; i < BITS; i++) rows[i] = ((randomBits(rng) & -(2 ** (BITS - 1 - i))) | (2 ** (BITS - 1 - i))) >>> 0;
    for (let k = start; k < start + BITS; k++) directions[k] = product(rows, directions[k] as number);
  }
}

/** One random shift a dimension, added bit by bit. */
export function digitalShift(state: Uint32Array, rng: Rng): void {
  for (let d = 0; d < state.length; d++) state[d] = randomBits(rng);
}

/**
 * Owen's nested uniform scrambling (Randomly permuted (t,m,s)-nets and (t,s)-sequences, 1995) of 32-bit coordinates: bit k is
 * flipped or not by a random function of the k bits before it. That function is a hash of the place in the binary tree and
 * the dimension's seed, since a table of coins would have 2^32 entries.
 */
export function owenScramble(dimensions: number, rng: Rng): (bits: number, dimension: number) => number {
  const seeds = new Uint32Array(dimensions);
  for (let d = 0; d < dimensions; d++) seeds[d] = randomBits(rng);
  return (bits, dimension) => {
    const seed = seeds[dimension] as number;
    let flips = 0;
    // Nodes are numbered as in a heap: 1 is the root, its children are 2 and 3.
    for (let k = 0, node = 1; k < BITS; k++) {
      flips = (flips << 1) | (hash(node, seed) & 1);
      node = (node << 1) | ((bits >>> (BITS - 1 - k)) & 1);
    }
    return (bits ^ flips) >>> 0;
  };
}

function randomBits(rng: Rng): number {
  return rng.integer(2 ** BITS);
}

/** Row i, as a mask of bits highest first, gives bit i of the product. */
function product(rows: Uint32Array, vector: number): number {
  let result = 0;
  for (let i = 0; i < BITS; i++) result = (result << 1) | parity((rows[i] as number) & vector);
  return result;
}

function parity(bits: number): number {
  let folded = bits ^ (bits >>> 16);
  folded ^= folded >>> 8;
  folded ^= folded >>> 4;
  return (0x6996 >> (folded & 15)) & 1;
}

/** Twice the finaliser of MurmurHash3, in which every bit of input changes every bit of output half of the time. */
function hash(node: number, seed: number): number {
  return mixed(mixed(node ^ seed) + seed);
}

function mixed(bits: number): number {
  let h = bits ^ (bits >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
