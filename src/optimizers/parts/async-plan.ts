import { userError } from '../../core/errors.js';
import type { JsonObject } from '../../core/types.js';
import { ladder } from '../../fidelity/ladder.js';
import type { FidelitySpace } from '../../fidelity/space.js';
import { wholePower } from '../../fidelity/whole-power.js';
import {
  AXIS_PROPERTIES,
  drivenAxis,
  plannedLevels,
  type AxisOptions,
  type DrivenAxis,
  type PlannedLevel,
} from './driven-axis.js';
import { RUNG_RULES, type RungRule, type RungRuleName } from './rung-rules.js';

/** A level of asynchronous halving. */
export interface AsyncLevel extends PlannedLevel {
  /** Its first place in the ladder, counted from the lowest; levels of the ladder that rounding made equal are one. */
  readonly place: number;
  /** How many trials at it come to one that goes on, eta^k for the k places up to the next level; 1 at the highest. */
  readonly reduction: number;
}

/** What an asynchronous halving is to do, whoever samples. */
export interface AsyncPlan {
  /** Name of the driven fidelity axis. */
  readonly axis: string;
  /** Ascending; bracket s begins at the s-th. */
  readonly levels: readonly AsyncLevel[];
  /** How many brackets, from s = 0, the most exploratory one. */
  readonly brackets: number;
  /** Whether brackets share the rungs of a level. */
  readonly shared: boolean;
  readonly type: 'promotion' | 'stopping';
  readonly rule: RungRule;
  /** The most trials that are begun. */
  readonly trials: number;
  /** How many paused trials of a rung keep their checkpoints. */
  readonly keep: number;
}

export interface AsyncOptions extends AxisOptions {
  readonly type: 'promotion' | 'stopping';
  readonly eta: number;
  readonly rule?: RungRuleName;
  readonly trials?: number;
  readonly keep: number;
}

/** The properties of these options in a definition's schema; every member of the family has them. */
export const ASYNC_PROPERTIES: JsonObject = {
  type: {
    type: 'string',
    enum: ['promotion', 'stopping'],
    default: 'promotion',
    description:
      'Trials pause at each rung until they are promoted, or run to the end unless they are stopped at a rung.',
  },
  eta: { type: 'number', exclusiveMinimum: 1, default: 3, description: 'Ratio of neighbouring levels.' },
  rule: {
    type: 'string',
    enum: Object.keys(RUNG_RULES),
    description:
      'Who is good enough for the next rung; by default as in the paper, and for `stopping` as in Syne Tune 0.13.0 ' +
      '(`synetune`; `synetune-0.16` is that of 0.14 to 0.16.0). `optuna` is that of Optuna 5.0.0.',
  },
  ...AXIS_PROPERTIES,
  trials: { type: 'integer', minimum: 1, description: 'How many configurations are begun; endless by default.' },
  keep: {
    type: 'integer',
    minimum: 0,
    default: 100,
    description: 'How many paused trials of a rung keep their checkpoints, the best; others are promoted from scratch.',
  },
};

/**
 * *Deviates:* the ladder ends at the highest level, as everywhere in this suite; the paper's begins at the lowest. They differ
 * where the range is no power of eta.
 * @param brackets - at most so many
 * @throws SuiteError of code 'user', its key the option at fault: see `drivenAxis`; eta <= 1; `stopping` on an axis along which
 * running evaluations do not report.
 */
export function asyncPlan(
  fidelities: FidelitySpace,
  options: AsyncOptions,
  { brackets, shared = false }: { readonly brackets: number; readonly shared?: boolean },
): AsyncPlan {
  const axis = drivenAxis(fidelities, options);
  const { type, eta, trials = Infinity, keep } = options;
  if (type === 'stopping') refuseUnwatched(fidelities, axis);
  const levels = asyncLevels(fidelities, axis, eta);
  const rule = RUNG_RULES[options.rule ?? (type === 'stopping' ? 'synetune' : 'paper')];
  const count = Math.min(brackets, levels.length);
  return { axis: axis.name, levels, brackets: count, shared, type, rule, trials, keep };
}

/** As in successive halving, a merged rung promotes as few as its ladder's places would one after the other. */
function asyncLevels(fidelities: FidelitySpace, axis: DrivenAxis, eta: number): readonly AsyncLevel[] {
  const rounded = ladder(axis.lower, axis.upper, eta).map(axis.round);
  const places = rounded.flatMap((level, place) => (level === rounded[place - 1] ? [] : [place]));
  const levels = places.map((place) => rounded[place] as number);
  return plannedLevels(fidelities, axis, levels).map((planned, index) => {
    const place = places[index] as number;
    return { ...planned, place, reduction: wholePower(eta, (places[index + 1] ?? place) - place) };
  });
}

/** Where evaluations can be continued they pass through the lower levels, and can be looked at there. */
function refuseUnwatched({ parameters }: FidelitySpace, { name }: DrivenAxis): void {
  const watched = parameters.find(({ continuation }) => continuation);
  if (watched?.name === name) return;
  const why =
    watched === undefined
      ? `evaluations at a level of "${name}" do not pass through lower ones`
      : `running evaluations report along "${watched.name}", not along "${name}"`;
  const mend = 'Use `type: promotion`, which evaluates rung by rung.';
  throw userError(`a running evaluation cannot be judged: ${why}`, { key: 'type', mend });
}
