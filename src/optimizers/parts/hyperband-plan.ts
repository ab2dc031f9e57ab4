import type { JsonObject } from '../../core/types.js';
import { brackets, halvingBracket, SIZE_RULES, type Bracket, type SizeRule } from '../../fidelity/brackets.js';
import type { FidelitySpace } from '../../fidelity/space.js';
import {
  AXIS_PROPERTIES,
  drivenAxis,
  plannedLevels,
  type AxisOptions,
  type DrivenAxis,
  type PlannedLevel,
} from './driven-axis.js';

/** A rung with all that an evaluation in it needs. */
export interface PlannedRung extends PlannedLevel {
  readonly size: number;
}

export interface PlannedBracket {
  readonly s: number;
  readonly rungs: readonly PlannedRung[];
}

/** What a Hyperband is to do, whoever samples and selects. */
export interface HyperbandPlan {
  /** Name of the driven fidelity axis. */
  readonly axis: string;
  /** One cycle, repeated. */
  readonly brackets: readonly PlannedBracket[];
  /** How often; Infinity for as long as somebody asks. */
  readonly cycles: number;
  /** What takes the place of failed members in the next rung: nothing, or new configurations. */
  readonly refill: 'none' | 'new';
  /** Whether free workers wait for the bracket under way instead of opening the next one. */
  readonly barrier: boolean;
}

/** Which brackets there are. */
export interface LadderOptions extends AxisOptions {
  readonly eta: number;
  readonly rule: SizeRule;
  readonly cycles?: number;
}

/** What every synchronous halving of rungs can be told. */
export interface HalvingOptions extends AxisOptions {
  readonly eta: number;
  readonly refill: 'none' | 'new';
  readonly cycles?: number;
  readonly barrier?: boolean;
}

export interface HyperbandOptions extends HalvingOptions, LadderOptions {}

export interface SuccessiveHalvingOptions extends HalvingOptions {
  readonly configurations?: number;
}

const ETA: JsonObject = {
  type: 'number',
  exclusiveMinimum: 1,
  default: 3,
  description: 'Ratio of neighbouring levels.',
};

const CYCLES: JsonObject = {
  type: 'integer',
  minimum: 1,
  description: 'How many sweeps over all brackets; endless by default.',
};

/** The properties of a ladder and its brackets in a definition's schema. */
export const LADDER_PROPERTIES: JsonObject = {
  eta: ETA,
  rule: {
    type: 'string',
    enum: [...SIZE_RULES],
    default: 'hpbandster',
    description:
      'How many configurations a rung holds, as in HpBandSter 0.7.4, in Algorithm 1 of the paper, or in Syne Tune 0.14.2; ' +
      'results of different rules cannot be compared.',
  },
  ...AXIS_PROPERTIES,
  cycles: CYCLES,
};

const SURVIVORS: JsonObject = {
  refill: {
    type: 'string',
    enum: ['none', 'new'],
    default: 'none',
    description:
      'What replaces failed members in the next rung: nothing, or new configurations (as in HpBandSter 0.7.4).',
  },
  barrier: {
    type: 'boolean',
    description:
      'Free workers wait for the bracket under way; by default they open the next one, as in HpBandSter 0.7.4.',
  },
};

/** The properties of these options in a definition's schema; every member of the family has them. */
export const HYPERBAND_PROPERTIES: JsonObject = { ...LADDER_PROPERTIES, ...SURVIVORS };

export const SUCCESSIVE_HALVING_PROPERTIES: JsonObject = {
  eta: ETA,
  configurations: {
    type: 'integer',
    minimum: 1,
    description: 'How many a bracket begins with; by default so many that one reaches the highest level.',
  },
  ...AXIS_PROPERTIES,
  cycles: CYCLES,
  ...SURVIVORS,
};

/**
 * Tables of the brackets that the options describe on the problem's fidelities.
 * @throws SuiteError of code 'user', its key the option at fault, if there is no such axis, `minimum` is outside of it, or
 * eta <= 1.
 */
export function hyperbandPlan(fidelities: FidelitySpace, options: HyperbandOptions): HyperbandPlan {
  const axis = drivenAxis(fidelities, options);
  const { eta, rule } = options;
  return planOf(fidelities, axis, brackets({ ...axis, eta, rule }), options);
}

/** The one bracket of successive halving, likewise. */
export function successiveHalvingPlan(fidelities: FidelitySpace, options: SuccessiveHalvingOptions): HyperbandPlan {
  const axis = drivenAxis(fidelities, options);
  const { eta, configurations } = options;
  return planOf(fidelities, axis, [halvingBracket({ ...axis, eta, size: configurations })], options);
}

function planOf(
  fidelities: FidelitySpace,
  axis: DrivenAxis,
  table: readonly Bracket[],
  { refill, cycles = Infinity, barrier = false }: HalvingOptions,
): HyperbandPlan {
  const planned = table.map((bracket) => plannedBracket(fidelities, axis, bracket));
  return { axis: axis.name, brackets: planned, cycles, refill, barrier };
}

function plannedBracket(fidelities: FidelitySpace, axis: DrivenAxis, { s, rungs }: Bracket): PlannedBracket {
  const levels = plannedLevels(
    fidelities,
    axis,
    rungs.map(({ level }) => level),
  );
  return { s, rungs: rungs.map(({ size }, i) => ({ size, ...(levels[i] as PlannedLevel) })) };
}
