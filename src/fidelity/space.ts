import { userError, type SuiteError } from '../core/errors.js';
import { didYouMean, formatPath, type Violation } from '../core/schema.js';
import type { Fidelity } from '../core/types.js';
import { costOfLevel, type LevelCost } from './cost.js';

/** One axis of fidelity, as `benchmark.yaml` declares it. */
export interface FidelityParameter {
  readonly name: string;
  readonly type: 'float' | 'integer' | 'ordinal';
  /** Inclusive, > 0; for an ordinal the ends of `levels`. */
  readonly lower: number;
  readonly upper: number;
  readonly log?: boolean;
  /** The only admissible levels, ascending: required for an ordinal, optional otherwise (a table's epochs). */
  readonly levels?: readonly number[];
  /** An evaluation can continue from the checkpoint of a lower level of this axis. */
  readonly continuation: boolean;
  /** How an evaluation's cost grows with the level; default 'proportional'. Budgets of full evaluations count by it. */
  readonly cost?: LevelCost;
  /** In words: `epochs`, `fraction of the training set`. */
  readonly unit: string;
}

/** A compiled fidelity space: zero, one or several axes. */
export interface FidelitySpace {
  readonly parameters: readonly FidelityParameter[];
  /** Every parameter at its highest level; `{}` for a black box. */
  readonly highest: Fidelity;
  /** Everything that is wrong with a would-be fidelity; empty when it is complete and admissible. */
  check(fidelity: Readonly<Record<string, unknown>>): readonly Violation[];
  /** The nearest admissible level of an axis (ties go up); ladders anchor at the top and are rounded with this. */
  round(name: string, level: number): number;
  /** Cost relative to an evaluation at the highest fidelity: the product of what the axes declare, in (0, 1]. */
  relativeCost(fidelity: Fidelity): number;
  /**
   * Whether a checkpoint at `lower` can be continued to `higher`: at least one axis goes up, none goes down, and those that
   * go up are continuing ones. Equal fidelities leave nothing to continue.
   */
  continues(lower: Fidelity, higher: Fidelity): boolean;
}

/**
 * Compiles a list of axes; an empty list is a black box.
 * @throws SuiteError of code 'user', its `key` the path inside the list, on senseless definitions.
 */
export function createFidelitySpace(parameters: readonly FidelityParameter[]): FidelitySpace {
  parameters.forEach((parameter, index) => refuseSenseless(parameters, parameter, index));
  const costing = parameters.filter(({ cost }) => cost !== 'none');
  const highest: Fidelity = Object.freeze(Object.fromEntries(parameters.map(({ name, upper }) => [name, upper])));
  return {
    parameters,
    highest,
    check: (fidelity) => (isLegal(parameters, fidelity) ? LEGAL : violations(parameters, fidelity)),
    round: (name, level) => nearest(find(parameters, name), level),
    relativeCost(fidelity) {
      let product = 1;
      for (const { name, upper, cost } of costing) product *= costOfLevel(cost, fidelity[name] as number, upper);
      return product;
    },
    continues(lower, higher) {
      let rises = false;
      for (const { name, continuation } of parameters) {
        const step = (higher[name] as number) - (lower[name] as number);
        if (step < 0 || (step > 0 && !continuation)) return false;
        rises ||= step > 0;
      }
      return rises;
    },
  };
}

const LEGAL: readonly Violation[] = Object.freeze([]);

function refuseSenseless(parameters: readonly FidelityParameter[], parameter: FidelityParameter, index: number): void {
  const { name, type, lower, upper, levels } = parameter;
  const refuse = (key: string, message: string, mend?: string): SuiteError =>
    userError(`fidelity "${name}": ${message}`, {
      key: formatPath([index, key]),
      ...(mend === undefined ? {} : { mend }),
    });
  if (name === '') throw refuse('name', 'the name is empty');
  if (parameters.findIndex((other) => other.name === name) < index) throw refuse('name', 'the name is taken already');
  if (!(Number.isFinite(lower) && lower > 0)) {
    throw refuse(
      'lower',
      `the lowest level must be above 0, found ${lower}`,
      'Costs and ladders are ratios of levels.',
    );
  }
  if (!(Number.isFinite(upper) && upper >= lower)) {
    throw refuse('upper', `the highest level ${upper} must not be below the lowest, ${lower}`);
  }
  if (type === 'ordinal' && levels === undefined) throw refuse('levels', 'an ordinal needs its levels');
  if (type === 'integer') {
    if (!Number.isInteger(lower)) throw refuse('lower', `expected an integer, found ${lower}`);
    if (!Number.isInteger(upper)) throw refuse('upper', `expected an integer, found ${upper}`);
  }
  if (levels !== undefined) refuseLevels(parameter, levels, refuse);
}

function refuseLevels(
  { type, lower, upper }: FidelityParameter,
  levels: readonly number[],
  refuse: (key: string, message: string, mend?: string) => SuiteError,
): void {
  levels.forEach((level, at) => {
    const before = levels[at - 1];
    if (before !== undefined && !(level > before)) {
      throw refuse(`levels[${at}]`, `levels must ascend, found ${level} after ${before}`);
    }
    if (type === 'integer' && !Number.isInteger(level)) {
      throw refuse(`levels[${at}]`, `expected an integer, found ${level}`);
    }
  });
  if (levels[0] !== lower || levels.at(-1) !== upper) {
    const ends = levels.length === 0 ? 'nothing' : `${levels[0]} .. ${levels.at(-1)}`;
    throw refuse('levels', `levels must run from lower to upper, ${lower} .. ${upper}, found ${ends}`);
  }
}

function isLegal(parameters: readonly FidelityParameter[], fidelity: Readonly<Record<string, unknown>>): boolean {
  for (const parameter of parameters) {
    if (!Object.hasOwn(fidelity, parameter.name) || !isAdmissible(parameter, fidelity[parameter.name])) return false;
  }
  return Object.keys(fidelity).length === parameters.length;
}

function isAdmissible({ type, lower, upper, levels }: FidelityParameter, level: unknown): boolean {
  if (typeof level !== 'number' || !(level >= lower && level <= upper)) return false;
  return levels === undefined ? type !== 'integer' || Number.isInteger(level) : levels.includes(level);
}

function violations(
  parameters: readonly FidelityParameter[],
  fidelity: Readonly<Record<string, unknown>>,
): readonly Violation[] {
  const names = parameters.map(({ name }) => name);
  const unknown = Object.keys(fidelity)
    .filter((key) => !names.includes(key))
    .map((key) => ({ path: [key], message: `unknown key "${key}"${didYouMean(key, names)}` }));
  const wrong = parameters.flatMap((parameter): Violation[] => {
    const { name } = parameter;
    if (!Object.hasOwn(fidelity, name)) return [{ path: [], message: `the key "${name}" is missing` }];
    const level = fidelity[name];
    return isAdmissible(parameter, level) ? [] : [{ path: [name], message: complaint(parameter, level) }];
  });
  return [...unknown, ...wrong];
}

function complaint(parameter: FidelityParameter, level: unknown): string {
  const { lower, upper, type } = parameter;
  if (typeof level !== 'number' || Number.isNaN(level)) return `expected a number, found ${String(level)}`;
  if (level < lower) return `${level} is below the lowest level, ${lower}`;
  if (level > upper) return `${level} is above the highest level, ${upper}`;
  const kind = type === 'integer' && !Number.isInteger(level) ? 'an integer' : 'one of the levels';
  return `${level} is not ${kind} (nearest: ${nearest(parameter, level)})`;
}

function find(parameters: readonly FidelityParameter[], name: string): FidelityParameter {
  const found = parameters.find((parameter) => parameter.name === name);
  if (found !== undefined) return found;
  const names = parameters.map((parameter) => parameter.name);
  throw userError(`there is no fidelity "${name}"${didYouMean(name, names)}`);
}

/** `Math.round` takes ties up, as `levels` do below. */
function nearest({ type, lower, upper, levels }: FidelityParameter, level: number): number {
  if (levels === undefined) {
    const whole = type === 'integer' ? Math.round(level) : level;
    return Math.min(upper, Math.max(lower, whole));
  }
  let best = lower;
  for (const candidate of levels) if (Math.abs(candidate - level) <= Math.abs(best - level)) best = candidate;
  return best;
}
