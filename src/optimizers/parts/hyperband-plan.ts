import { userError } from '../../core/errors.js';
import { didYouMean } from '../../core/schema.js';
import type { Fidelity, JsonObject } from '../../core/types.js';
import { brackets, SIZE_RULES, type Bracket, type SizeRule } from '../../fidelity/brackets.js';
import type { FidelityParameter, FidelitySpace } from '../../fidelity/space.js';

/** A rung with all that an evaluation in it needs: made once, shared by its evaluations. */
export interface PlannedRung {
  readonly size: number;
  /** Of the driven axis. */
  readonly level: number;
  readonly fidelity: Fidelity;
  /** Whether a checkpoint of the rung below can be continued here. */
  readonly continues: boolean;
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
}

/** Which brackets there are. */
export interface LadderOptions extends JsonObject {
  readonly eta: number;
  readonly rule: SizeRule;
  readonly fidelity?: string;
  readonly minimum?: number;
  readonly cycles?: number;
}

export interface HyperbandOptions extends LadderOptions {
  readonly refill: 'none' | 'new';
}

/** The properties of a ladder and its brackets in a definition's schema. */
export const LADDER_PROPERTIES: JsonObject = {
  eta: { type: 'number', exclusiveMinimum: 1, default: 3, description: 'Ratio of neighbouring levels.' },
  rule: {
    type: 'string',
    enum: [...SIZE_RULES],
    default: 'hpbandster',
    description: 'How many configurations a rung holds; results of different rules cannot be compared.',
  },
  fidelity: { type: 'string', description: 'The axis to drive; the first by default. Others stay at their highest.' },
  minimum: { type: 'number', exclusiveMinimum: 0, description: "Lowest level; the axis' lower end by default." },
  cycles: { type: 'integer', minimum: 1, description: 'How many sweeps over all brackets; endless by default.' },
};

/** The properties of these options in a definition's schema; every member of the family has them. */
export const HYPERBAND_PROPERTIES: JsonObject = {
  ...LADDER_PROPERTIES,
  refill: {
    type: 'string',
    enum: ['none', 'new'],
    default: 'none',
    description: 'What replaces failed members in the next rung: nothing, or new configurations (as HpBandSter does).',
  },
};

/**
 * Tables of the brackets that the options describe on the problem's fidelities.
 * @throws SuiteError of code 'user', its key the option at fault, if there is no such axis, `minimum` is outside of it, or
 * eta <= 1.
 */
export function hyperbandPlan(fidelities: FidelitySpace, options: HyperbandOptions): HyperbandPlan {
  const { eta, rule, refill, cycles = Infinity } = options;
  const axis = drivenAxis(fidelities, options.fidelity);
  const round = (level: number): number => fidelities.round(axis.name, level);
  const lower = lowestLevel(axis, round, options.minimum);
  const table = brackets({ lower, upper: axis.upper, eta, rule, round });
  return { axis: axis.name, brackets: table.map((bracket) => planned(fidelities, axis.name, bracket)), cycles, refill };
}

function drivenAxis({ parameters }: FidelitySpace, name: string | undefined): FidelityParameter {
  const [first] = parameters;
  if (first === undefined) {
    const mend = 'Choose a benchmark with fidelities, or a single-fidelity optimizer such as random-search.';
    throw userError('the benchmark has no fidelity to drive', { key: 'fidelity', mend });
  }
  if (name === undefined) return first;
  const axis = parameters.find((parameter) => parameter.name === name);
  if (axis !== undefined) return axis;
  const names = parameters.map((parameter) => parameter.name);
  throw userError(`the benchmark has no fidelity "${name}"${didYouMean(name, names)}`, { key: 'fidelity' });
}

function lowestLevel(axis: FidelityParameter, round: (level: number) => number, minimum = axis.lower): number {
  if (minimum >= axis.lower && minimum <= axis.upper) return round(minimum);
  const range = `${axis.lower} .. ${axis.upper}`;
  throw userError(`${minimum} is not a level of "${axis.name}", which runs over ${range}`, { key: 'minimum' });
}

function planned(fidelities: FidelitySpace, axis: string, { s, rungs }: Bracket): PlannedBracket {
  const at = (level: number): Fidelity => Object.freeze({ ...fidelities.highest, [axis]: level });
  return {
    s,
    rungs: rungs.map(({ size, level }, i) => {
      const below = rungs[i - 1];
      const continues = below !== undefined && fidelities.continues(at(below.level), at(level));
      return { size, level, fidelity: at(level), continues };
    }),
  };
}
