import { power } from '../../src/core/power.js';
import { createRng } from '../../src/core/rng.js';
import type { Configuration, Value } from '../../src/core/types.js';
import type { Objective } from '../../src/protocol/benchmark.js';
import { FUNCTIONS, type TestFunction } from './functions.js';

/** What an instance declares under `settings`. */
interface Settings {
  /** One of `FUNCTIONS`; absent where the configuration chooses by its parameter `function`. */
  readonly function?: string;
  /** Strength of the bias at low fidelity: 0 none, 1 as published. */
  readonly bias: number;
  /** Standard deviation of the normal noise at the lowest level; it falls to 0 at the highest in proportion to 1 - z. */
  readonly noise: number;
  /** Whether the noise only ever adds, as in mf-prior-bench: the absolute value of the normal one. */
  readonly oneSided: boolean;
  /** Standard deviation of what noise there is at every level, the highest included. */
  readonly residual: number;
  readonly cost: {
    /** Of an evaluation at the highest level. */
    readonly seconds: number;
    /** The share of it that every evaluation costs, whatever its level. */
    readonly fixed: number;
    /** How the rest grows with the level: (level / highest)^power. */
    readonly power: number;
    /** Costs differ between configurations by up to a factor exp(spread): the larger the coordinates, the dearer. */
    readonly spread: number;
  };
}

/**
 * Synthetic functions with a declared bias, noise and cost at every level. `value` is what is observed, `true_value` the
 * function itself, so that regret is exact.
 */
const mfSynthetic: Objective = {
  evaluate(configuration, fidelity, seed, instance, { descriptor }) {
    const { function: fixed, bias, noise, oneSided, residual, cost } = descriptor.settings as unknown as Settings;
    const name = fixed ?? String(configuration['function']);
    const evaluated = FUNCTIONS[name] as TestFunction;
    const x = coordinates(configuration);
    const level = fidelity['z'] as number;
    const axis = descriptor.fidelities[0] as { readonly lower: number; readonly upper: number };
    const z = scaled(level, axis);
    const deviation = Math.hypot(noise * (1 - z), residual);
    const normal = deviation === 0 ? 0 : createRng('mf-synthetic', instance, seed, level).normal();
    const error = deviation * (oneSided ? Math.abs(normal) : normal);
    const share = cost.fixed + (1 - cost.fixed) * power(level / axis.upper, cost.power);
    return {
      metrics: { value: evaluated(x, z, bias) + error, true_value: evaluated(x, 1, 0) },
      cost: cost.seconds * share * (cost.spread === 0 ? 1 : Math.exp(cost.spread * largeness(x))),
    };
  },
};
export default mfSynthetic;

/** 0 at the lowest level, 1 at the highest, and as far apart as they are by ratio: the rungs of a ladder are a ladder here. */
function scaled(level: number, { lower, upper }: { readonly lower: number; readonly upper: number }): number {
  return level === upper ? 1 : Math.log(level / lower) / Math.log(upper / lower);
}

/** x0, x1, ... (X_0, ... in mf-prior-bench), or those of the function that the configuration chose: branin_x0, ... */
function coordinates(configuration: Configuration): readonly number[] {
  const chosen = configuration['function'];
  const prefix = chosen !== undefined ? `${chosen}_x` : 'X_0' in configuration ? 'X_' : 'x';
  const x: number[] = [];
  for (let j = 0, value: Value | undefined; (value = configuration[`${prefix}${j}`]) !== undefined; j++)
    x.push(Number(value));
  return x;
}

/** Of a point: in (0, 1), without knowing its box. */
function largeness(x: readonly number[]): number {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  return 1 / (1 + Math.exp(-mean));
}
