import { userError } from '../../core/errors.js';
import { didYouMean } from '../../core/schema.js';
import type { Fidelity, JsonObject } from '../../core/types.js';
import type { FidelityParameter, FidelitySpace } from '../../fidelity/space.js';

/** The fidelity axis that a scheduler drives; the others stay at their highest level. */
export interface DrivenAxis {
  readonly name: string;
  /** Lowest and highest level that the scheduler uses. */
  readonly lower: number;
  readonly upper: number;
  /** The nearest admissible level. */
  readonly round: (level: number) => number;
  /** The fidelity with the axis at a level, frozen. */
  readonly at: (level: number) => Fidelity;
}

/** A level with all that an evaluation at it needs: made once, shared by its evaluations. */
export interface PlannedLevel {
  /** Of the driven axis. */
  readonly level: number;
  readonly fidelity: Fidelity;
  /** Whether a checkpoint of the level below can be continued here. */
  readonly continues: boolean;
}

export interface AxisOptions extends JsonObject {
  readonly fidelity?: string;
  readonly minimum?: number;
}

/** The properties of these options in a definition's schema. */
export const AXIS_PROPERTIES: JsonObject = {
  fidelity: { type: 'string', description: 'The axis to drive; the first by default. Others stay at their highest.' },
  minimum: { type: 'number', exclusiveMinimum: 0, description: "Lowest level; the axis' lower end by default." },
};

/** @throws SuiteError of code 'user', its key the option at fault, if there is no such axis or `minimum` is outside of it. */
export function drivenAxis(fidelities: FidelitySpace, { fidelity, minimum }: AxisOptions): DrivenAxis {
  const axis = findAxis(fidelities, fidelity);
  const { name, upper } = axis;
  const round = (level: number): number => fidelities.round(name, level);
  return {
    name,
    lower: lowestLevel(axis, round, minimum),
    upper,
    round,
    at: (level) => Object.freeze({ ...fidelities.highest, [name]: level }),
  };
}

/** @param levels ascending */
export function plannedLevels(
  fidelities: FidelitySpace,
  axis: DrivenAxis,
  levels: readonly number[],
): readonly PlannedLevel[] {
  return levels.map((level, index) => {
    const below = levels[index - 1];
    const continues = below !== undefined && fidelities.continues(axis.at(below), axis.at(level));
    return { level, fidelity: axis.at(level), continues };
  });
}

function findAxis({ parameters }: FidelitySpace, name: string | undefined): FidelityParameter {
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
