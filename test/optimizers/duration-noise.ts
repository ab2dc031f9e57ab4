/**
 * Factors of durations, log-normal(0, 0.3): the same ones that `test/validate/reference/trajectories.py` draws, from a generator
 * that is easily had in both languages (Lehmer's, and the transform of Box and Muller).
 */
export function durationNoise(seed: number): () => number {
  let state = 1 + 1_000_003 * seed;
  const uniform = (): number => (state = (48_271 * state) % MODULUS) / MODULUS;
  return () => {
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    return Math.exp(0.3 * radius * Math.cos(2 * Math.PI * uniform()));
  };
}

const MODULUS = 2_147_483_647;
