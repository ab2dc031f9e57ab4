import type { Configuration, Fidelity, Metrics } from '../../core/types.js';
import { EvaluationError, type ObjectiveContext, type ObjectiveResult } from '../../protocol/benchmark.js';
import type { Descriptor } from '../../protocol/descriptor.js';
import { FAILED, MEASURED, statusOf } from './cells.js';
import { chooseReplicate } from './choose-replicate.js';
import type { FindRow } from './grid-row.js';
import type { Column, Table } from './reader.js';
import { shapeOf, strideOf, type Shape } from './shape.js';

/** Answers from a table. @throws EvaluationError for what is not in it, and for runs that failed */
export type LookUp = (
  configuration: Configuration,
  fidelity: Fidelity,
  seed: number,
  context?: ObjectiveContext,
) => ObjectiveResult;

export function createLookUp(table: Table, descriptor: Descriptor, find: FindRow): LookUp {
  const shape = shapeOf(table);
  const status = statusOf(table, shape, descriptor);
  const axes = descriptor.fidelities.map(({ name }, index) =>
    createAxis(name, table.levels[index] as readonly number[]),
  );
  const choose = chooseReplicate(status, shape);
  const metricsAt = metricsReader(table, descriptor, shape);
  const costAt = table.cost === undefined ? (): number => 0 : columnReader(table.cost, shape);
  const failure = createFailures(descriptor, costAt, cheapest(table.cost));
  const curve = curveReporter({ descriptor, axes, shape, status, metricsAt });
  return (configuration, fidelity, seed, context) => {
    const row = find(configuration);
    if (row < 0) throw failure.absent();
    let place = row;
    for (let i = 0; i < axes.length; i++) {
      const axis = axes[i] as Axis;
      place = place * axis.length + (axis.index.get(fidelity[axis.name] as number) as number);
    }
    const cell = place * shape.replicates + choose(row, seed);
    if (context?.wantsProgress === true) curve?.(cell, context);
    if (status[cell] === MEASURED) return { metrics: metricsAt(cell), cost: costAt(cell) };
    throw status[cell] === FAILED ? failure.failed(cell) : failure.missing(cell, fidelity);
  };
}

interface Axis {
  readonly name: string;
  readonly length: number;
  readonly levels: readonly number[];
  readonly index: ReadonlyMap<number, number>;
}

function createAxis(name: string, levels: readonly number[]): Axis {
  return { name, length: levels.length, levels, index: new Map(levels.map((level, index) => [level, index])) };
}

type ReadCell<T> = (cell: number) => T;

function columnReader(values: Column, shape: Shape): ReadCell<number> {
  const stride = strideOf(values, shape) as number;
  return (cell) => values[Math.floor(cell / stride)] as number;
}

/** Lists side by side: a closure a metric costs half as much again. A metric that may be absent, and is, is left out. */
function metricsReader({ columns }: Table, { metrics: declared }: Descriptor, shape: Shape): ReadCell<Metrics> {
  const names = Object.keys(declared);
  const values = names.map((name) => columns[name] as Column);
  const strides = values.map((column) => strideOf(column, shape) as number);
  return (cell) => {
    const metrics: Record<string, number> = {};
    for (let i = 0; i < names.length; i++) {
      const value = (values[i] as Column)[Math.floor(cell / (strides[i] as number))] as number;
      if (!Number.isNaN(value)) metrics[names[i] as string] = value;
    }
    return metrics;
  };
}

function cheapest(cost: Column | undefined): number {
  let least = Infinity;
  for (const seconds of cost ?? []) if (seconds > 0 && seconds < least) least = seconds;
  return least === Infinity ? 0 : least;
}

interface Failures {
  absent(): EvaluationError;
  missing(cell: number, fidelity: Fidelity): EvaluationError;
  failed(cell: number): EvaluationError;
}

/** What cannot be answered costs what was recorded, or else the floor, or else the least of the table: never nothing. */
function createFailures({ costFloor }: Descriptor, costAt: ReadCell<number>, least: number): Failures {
  const failure = (message: string, cell?: number): EvaluationError => {
    const recorded = cell === undefined ? NaN : costAt(cell);
    return new EvaluationError('objective-failed', message, recorded > 0 ? recorded : (costFloor ?? least));
  };
  return {
    absent: () => failure('the table has no such configuration: refused, not invented'),
    missing: (cell, fidelity) => failure(`not measured at ${JSON.stringify(fidelity)}: refused, not invented`, cell),
    failed: (cell) => failure('the recorded run failed', cell),
  };
}

interface CurveParts {
  readonly descriptor: Descriptor;
  readonly axes: readonly Axis[];
  readonly shape: Shape;
  readonly status: Uint8Array;
  readonly metricsAt: ReadCell<Metrics>;
}

/**
 * Reports what the same run had at every recorded level of the first continuing fidelity, up to the one that was asked for. A table
 * whose levels are runs of their own has no such fidelity, and no curves.
 */
function curveReporter(parts: CurveParts): ((cell: number, context: ObjectiveContext) => void) | undefined {
  const { descriptor, axes, shape, status, metricsAt } = parts;
  const first = descriptor.fidelities.findIndex(({ continuation }) => continuation);
  const axis = axes[first];
  if (axis === undefined) return undefined;
  // From one level of the axis to the next.
  const stride = axes.slice(first + 1).reduce((product, { length }) => product * length, shape.replicates);
  return (cell, context) => {
    const reached = Math.floor(cell / stride) % axis.length;
    for (let level = 0; level <= reached; level++) {
      const at = cell - (reached - level) * stride;
      if (status[at] === MEASURED) context.report(axis.levels[level] as number, metricsAt(at));
    }
  };
}
