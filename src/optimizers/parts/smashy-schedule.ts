import { userError } from '../../core/errors.js';
import { mergedRungs, rungSizes, type Rung, type SizeRule } from '../../fidelity/brackets.js';
import { ladder } from '../../fidelity/ladder.js';
import type { FidelitySpace } from '../../fidelity/space.js';
import { plannedLevels, type DrivenAxis, type PlannedLevel } from './driven-axis.js';
import { roundEven } from './round-even.js';

/** How large the later brackets of `hb` are: so that each costs what the first does, or as one of Hyperband's rules says. */
export type BracketSizes = 'equal-cost' | SizeRule;

export interface ScheduleOptions {
  readonly budget_log_step: number;
  readonly survival_fraction: number;
  readonly mu: number;
  readonly batch_method: 'equal' | 'hb';
  readonly bracket_sizes: BracketSizes;
}

/** A batch: all of it is evaluated at one level before the next begins. */
export interface Stage extends PlannedLevel {
  /** How many of the batch before go on, if so many completed; 0 where a bracket begins. */
  readonly survivors: number;
  /** How many are new. */
  readonly fresh: number;
}

/** The stages of one bracket. */
export type SmashyBracket = readonly Stage[];

/**
 * One cycle of smashy, repeated (Moosbauer et al. 2022, algorithm 1; the package's `smashy_evaluation_schedule` and
 * `hb_evaluation_schedule`): `equal` is one bracket whose batches are all filled to mu, `hb` has one bracket from each level on,
 * in which nobody is new after the first batch.
 * @throws SuiteError of code 'user', its key the option at fault, if the ladder would have more than 1000 levels.
 */
export function smashySchedule(
  fidelities: FidelitySpace,
  axis: DrivenAxis,
  options: ScheduleOptions,
): readonly SmashyBracket[] {
  const levels = levelsOf(axis, options.budget_log_step);
  if (options.batch_method === 'equal') {
    const rungs = mergedRungs(new Array<number>(levels.length).fill(options.mu), levels.map(axis.round));
    const survivors = survivorsOf(options);
    return [staged(fidelities, axis, rungs, (size, first) => (first ? [0, size] : [survivors, size - survivors]))];
  }
  return hyperbandRungs(levels, options).map((rungs) => {
    const rounded = mergedRungs(
      rungs.map(({ size }) => size),
      rungs.map(({ level }) => axis.round(level)),
    );
    return staged(fidelities, axis, rounded, (size, first) => (first ? [0, size] : [size, 0]));
  });
}

const MOST_LEVELS = 1000;

/** The highest level and what is below it by a factor of e^step each. */
function levelsOf({ lower, upper }: DrivenAxis, step: number): readonly number[] {
  if (Math.log(upper / lower) / step >= MOST_LEVELS) {
    throw userError(`steps of ${step} give more than ${MOST_LEVELS} levels`, {
      key: 'budget_log_step',
      mend: 'It is the logarithm of the ratio of neighbouring levels: 1.0986 is a factor of 3.',
    });
  }
  const ratio = Math.exp(step);
  const whole = Math.round(ratio);
  // e^(ln 3) is 3.0000000000000004: levels should be Hyperband's to the last digit.
  return ladder(lower, upper, Math.abs(ratio - whole) < 1e-9 * whole ? whole : Math.min(ratio, Number.MAX_VALUE));
}

/** At least one, and at least one place for a new one. */
function survivorsOf({ survival_fraction: fraction, mu }: ScheduleOptions): number {
  return Math.min(Math.max(roundEven(fraction * mu), 1), mu - 1);
}

function staged(
  fidelities: FidelitySpace,
  axis: DrivenAxis,
  rungs: readonly Rung[],
  split: (size: number, first: boolean) => readonly [survivors: number, fresh: number],
): SmashyBracket {
  const planned = plannedLevels(
    fidelities,
    axis,
    rungs.map(({ level }) => level),
  );
  return rungs.map(({ size }, i) => {
    const [survivors, fresh] = split(size, i === 0);
    return { ...(planned[i] as PlannedLevel), survivors, fresh };
  });
}

/** The brackets of `hb`, the most exploratory first. */
function hyperbandRungs(levels: readonly number[], options: ScheduleOptions): readonly (readonly Rung[])[] {
  const { survival_fraction: fraction, mu, bracket_sizes: rule } = options;
  const brackets = levels.map((_, start) => levels.slice(start));
  if (rule === 'equal-cost') {
    const cost = costOf(survivorRungs(mu, fraction, levels));
    return brackets.map((part, start) => {
      const most = Math.ceil((mu * levels.length) / part.length);
      return survivorRungs(start === 0 ? mu : sizeFor(cost, part, { fraction, most }), fraction, part);
    });
  }
  return brackets.map((part) => {
    const s = part.length - 1;
    const sizes = rungSizes(rule, { count: levels.length, s, eta: 1 / fraction, widest: mu });
    return sizes.map((size, i) => ({ size, level: part[i] as number }));
  });
}

/** round(mu f^k) at the k-th level, at least 1; a level is skipped if all of it would go on to the next. */
function survivorRungs(mu: number, fraction: number, levels: readonly number[]): readonly Rung[] {
  let share = 1;
  const rungs = levels.map((level) => {
    const size = Math.max(roundEven(mu * share), 1);
    share *= fraction;
    return { size, level };
  });
  return rungs.filter(({ size }, i) => (rungs[i + 1]?.size ?? 0) < size);
}

function costOf(rungs: readonly Rung[]): number {
  return rungs.reduce((sum, { size, level }) => sum + size * level, 0);
}

/** The first size, found by bisection, with which a bracket over the upper levels costs most nearly `cost`. */
function sizeFor(cost: number, levels: readonly number[], { fraction, most }: SizeSearch): number {
  const price = (size: number): number => costOf(survivorRungs(size, fraction, levels));
  let [low, high] = [1, most];
  if (price(low) >= cost) return low;
  if (price(high) <= cost) return high;
  while (high - low > 1) {
    const middle = roundEven((low + high) / 2);
    if (price(middle) > cost) high = middle;
    else low = middle;
  }
  return price(high) - cost > cost - price(low) ? low : high;
}

interface SizeSearch {
  readonly fraction: number;
  readonly most: number;
}
