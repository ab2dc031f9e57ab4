import { ladder } from './ladder.js';
import { wholePower } from './whole-power.js';
import { ceilWhole, floorWhole } from './whole.js';

/**
 * How many configurations a rung holds; results of different rules cannot be compared, so the rule is logged.
 * With S brackets, bracket s has rungs i = 0..s:
 * - `paper`: n = ceil(S/(s+1) * eta^s), n_i = floor(n/eta^i). Li et al. 2018, Algorithm 1; SMAC >= 2.0.1, mlr3hyperband.
 * - `hpbandster`: n = floor(S/(s+1)) * eta^s, n_i = floor(n/eta^i). The paper's own example table; HpBandSter 0.7.4, DEHB 0.1.2, NePS.
 * - `synetune`: n_i = ceil(S/(s+1) * eta^(s-i)). Synchronous Hyperband of Syne Tune up to 0.14.2; later
 *   versions have none.
 */
export type SizeRule = 'paper' | 'hpbandster' | 'synetune';
export const SIZE_RULES: readonly SizeRule[] = ['hpbandster', 'paper', 'synetune'];

export interface Rung {
  /** Configurations evaluated, >= 1. */
  readonly size: number;
  readonly level: number;
}

/** One run of successive halving: `rungs` ascend strictly in level. */
export interface Bracket {
  /** Number of times that this bracket promotes, before rungs are merged. */
  readonly s: number;
  readonly rungs: readonly Rung[];
}

export interface BracketOptions {
  /** Lowest level of the most exploratory bracket, > 0; the ladder need not hit it. */
  readonly lower: number;
  readonly upper: number;
  /** > 1 */
  readonly eta: number;
  readonly rule: SizeRule;
  /** Nearest admissible level, monotone, such as `FidelitySpace.round` of an axis; by default every level is admissible. */
  readonly round?: (level: number) => number;
}

/**
 * One sweep of Hyperband, the most exploratory bracket first (s = s_max..0).
 *
 * Levels that `round` makes equal (integers 1..4 with eta 1.5) are one rung: the same configuration at the same level would
 * be evaluated twice. The merged rung keeps the size of its first, so a bracket samples and promotes as the table says.
 * @throws SuiteError of code 'user' and key 'eta', as `ladder`.
 */
export function brackets(options: BracketOptions): readonly Bracket[] {
  const { lower, upper, eta, rule, round = (level: number): number => level } = options;
  const levels = ladder(lower, upper, eta).map(round);
  return levels.map((_, index) => {
    const s = levels.length - 1 - index;
    const sizes = rungSizes(rule, { count: levels.length, s, eta, widest: wholePower(eta, levels.length - 1) });
    return { s, rungs: mergedRungs(sizes, levels.slice(index)) };
  });
}

/**
 * One bracket of successive halving over the whole ladder that begins with `size` configurations: n_i = floor(n_0 / eta^i), and
 * at least one (Jamieson and Talwalkar 2016; Li et al. 2018, Algorithm 1, lines 4-9).
 * @param size - n_0, >= 1; by default eta^s, with which the last rung has one configuration
 * @throws SuiteError of code 'user' and key 'eta', as `ladder`.
 */
export function halvingBracket(
  options: Omit<BracketOptions, 'rule'> & { readonly size?: number | undefined },
): Bracket {
  const { lower, upper, eta, round = (level: number): number => level } = options;
  const levels = ladder(lower, upper, eta).map(round);
  const s = levels.length - 1;
  return { s, rungs: mergedRungs(halved(options.size ?? floorWhole(wholePower(eta, s)), s, eta), levels) };
}

/** Sum of size x level: what a bracket costs if every evaluation starts from scratch, in units of the level. */
export function bracketCost({ rungs }: Bracket): number {
  return rungs.reduce((sum, { size, level }) => sum + size * level, 0);
}

/** A bracket within its sweep. */
export interface BracketShape {
  /** Brackets of the sweep. */
  readonly count: number;
  /** Number of times that this one promotes. */
  readonly s: number;
  /** Ratio of neighbouring sizes, >= 1; Infinity where only one survives. */
  readonly eta: number;
  /** Configurations that the most exploratory bracket begins with: eta^(count - 1) in Hyperband. */
  readonly widest: number;
}

/** Sizes of a bracket's s + 1 rungs, each at least 1. */
export function rungSizes(rule: SizeRule, { count, s, eta, widest }: BracketShape): number[] {
  const share = count / (s + 1);
  const base = widest / wholePower(eta, count - 1 - s);
  if (rule === 'synetune') {
    return Array.from({ length: s + 1 }, (_, i) => Math.max(1, ceilWhole((share * base) / wholePower(eta, i))));
  }
  return halved(rule === 'paper' ? ceilWhole(share * base) : floorWhole(Math.floor(share) * base), s, eta);
}

/** `first`, then a part of 1/eta of it and so on; at least one configuration each (HpBandSter's guard: eta may be fractional). */
function halved(first: number, s: number, eta: number): number[] {
  return Array.from({ length: s + 1 }, (_, i) => Math.max(1, floorWhole(first / wholePower(eta, i))));
}

/** Levels that `round` makes equal are one rung, of the size of the first. */
export function mergedRungs(sizes: readonly number[], levels: readonly number[]): readonly Rung[] {
  const rungs = sizes.map((size, i) => ({ size, level: levels[i] as number }));
  return rungs.filter(({ level }, i) => level !== rungs[i - 1]?.level);
}
