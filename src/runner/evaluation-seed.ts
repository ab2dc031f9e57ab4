import { seedFrom } from '../core/rng.js';

/**
 * Seeds of a run's evaluations, 0..2^31-1: a function of the run's seed, the trial and the replicate, so that a trial has the
 * same seed at every fidelity. One SHA-256 a run, then the finaliser of MurmurHash3 (Appleby 2011) a trial, since a SHA-256 a
 * trial would cost more than a whole simulated evaluation.
 */
export function evaluationSeeds(runSeed: number): (trial: number, replicate?: number) => number {
  const first = seedFrom('evaluation', runSeed, 0);
  const second = seedFrom('evaluation', runSeed, 1);
  return (trial, replicate = 0) => mix(mix(trial ^ first) + Math.imul(replicate, 0x9e3779b1) + second) >>> 1;
}

function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
