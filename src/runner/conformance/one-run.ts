import type { Configuration, Fidelity } from '../../core/types.js';
import { type EvaluateAnswer, type EvaluateParams } from '../../protocol/benchmark.js';
import { MEASURED, statusOf } from '../../runtimes/table/cells.js';
import { findRow } from '../../runtimes/table/find-row.js';
import type { Column, Table } from '../../runtimes/table/reader.js';
import { shapeOf, strideOf } from '../../runtimes/table/shape.js';
import { drawEvaluations } from './draw.js';
import { spread, type Instance } from './instance.js';
import { isFailure, shownParams, type Respondent } from './respondent.js';

/** Trials of an instance that are asked for, and levels of each. */
const TRIALS = 6;
const LEVELS = 12;

/**
 * Trials of a table whose answers at several levels are of no single run of their row: an optimizer that promotes a trial would
 * go on with another training than the one it chose.
 */
export async function jumpingTrials(guest: Respondent, instance: Instance, table: Table): Promise<readonly string[]> {
  const { descriptor, name } = instance;
  const levels = levelsOf(table);
  if (descriptor.table?.replicates !== 'seed' || table.replicates === 1 || levels.length === 1) return [];
  const runs = runsReader(table, instance);
  const problems: string[] = [];
  for (const trial of trialsOf(instance)) {
    const row = runs.rowOf(trial.configuration);
    if (row < 0) continue;
    const answers: Answered[] = [];
    for (const place of spread(levels, LEVELS)) {
      const fidelity = fidelityOf(place, table, instance);
      answers.push({ place, answer: (await guest.ask({ ...trial, fidelity })).answer });
    }
    const isOneRun = Array.from({ length: table.replicates }, (_, run) => run).some((run) =>
      answers.every((each) => runs.agrees(row, run, each)),
    );
    if (isOneRun) continue;
    problems.push(`${name}: what is answered at ${answers.length} levels is of no single run: ${shownParams(trial)}`);
  }
  return problems;
}

interface Answered {
  /** Among all combinations of levels. */
  readonly place: number;
  readonly answer: EvaluateAnswer;
}

/** Places of the combinations of levels. */
function levelsOf(table: Table): readonly number[] {
  return Array.from({ length: shapeOf(table).levels }, (_, place) => place);
}

function fidelityOf(place: number, { levels }: Table, { descriptor }: Instance): Fidelity {
  let rest = place;
  const values = [...levels].reverse().map((axis) => {
    const level = axis[rest % axis.length] as number;
    rest = Math.floor(rest / axis.length);
    return level;
  });
  return Object.fromEntries(descriptor.fidelities.map(({ name }, axis) => [name, values.at(-1 - axis) as number]));
}

/** Of configurations that are certainly rows, and of drawn ones. */
function trialsOf(instance: Instance): readonly EvaluateParams[] {
  const known = instance.descriptor.golden.map(({ configuration, fidelity, seed }) => {
    return { instance: instance.name, configuration, fidelity, seed };
  });
  return [...spread(known, TRIALS / 2), ...drawEvaluations(instance, 'one run', TRIALS / 2)];
}

interface Runs {
  /** -1 for what is no row. */
  rowOf(configuration: Configuration): number;
  /** Whether an answer is what a run of a row has at that level. */
  agrees(row: number, run: number, answered: Answered): boolean;
}

function runsReader(table: Table, { descriptor, space }: Instance): Runs {
  const shape = shapeOf(table);
  const status = statusOf(table, shape, descriptor);
  const find = findRow(table, descriptor, space);
  const own = Object.entries(table.columns).filter(([, values]) => strideOf(values, shape) === 1);
  const has = (
    metrics: Readonly<Record<string, number>>,
    [name, values]: readonly [string, Column],
    cell: number,
  ): boolean => (metrics[name] === undefined ? Number.isNaN(values[cell]) : metrics[name] === values[cell]);
  return {
    rowOf: (configuration) => {
      try {
        return find(configuration);
      } catch (error) {
        // By name: a reader of the family's own may have another copy of the class.
        if (error instanceof Error && error.name === 'EvaluationError') return -1;
        throw error;
      }
    },
    agrees: (row, run, { place, answer }) => {
      const cell = (row * shape.levels + place) * shape.replicates + run;
      if (isFailure(answer)) return status[cell] !== MEASURED;
      return status[cell] === MEASURED && own.every((column) => has(answer.metrics, column, cell));
    },
  };
}
