import { createHash } from 'node:crypto';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A named random stream. Draws of one stream never shift those of another. */
export interface Rng {
  /** Uniform on [0, 1), 53 bits. */
  float(): number;
  /** Uniform on the integers 0..n-1, n >= 1. */
  integer(n: number): number;
  /** Standard normal (Box and Muller 1958; the second value of a pair is dropped, so a draw never depends on history). */
  normal(): number;
  /** An independent stream: a function of this stream's name and the label only, not of what was drawn. */
  fork(label: string | number): Rng;
}

/**
 * The random source of the suite: xoroshiro128+ (Blackman and Vigna 2018) whose 128 bits of state are the SHA-256 of the
 * stream's name, here the path of labels from the root. A 32-bit seed would collide after some 65,000 streams.
 */
export function createRng(...path: readonly (string | number)[]): Rng {
  const hash = createHash('sha256').update(JSON.stringify(path)).digest();
  const state = [hash.readInt32LE(0), hash.readInt32LE(4), hash.readInt32LE(8), hash.readInt32LE(12)];
  const generator = xoroshiro128plusFromState(state);
  const float = (): number => uniformFloat64(generator);
  return {
    float,
    integer: (n) => uniformInt(generator, 0, n - 1),
    normal: () => Math.sqrt(-2 * Math.log(1 - float())) * Math.cos(2 * Math.PI * float()),
    fork: (label) => createRng(...path, label),
  };
}

/** An integer seed in 0..2^31-1 made from a name, for evaluations and for guests in other languages. */
export function seedFrom(...path: readonly (string | number)[]): number {
  return createHash('sha256').update(JSON.stringify(path)).digest().readUInt32LE(0) >>> 1;
}
