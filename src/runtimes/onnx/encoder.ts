import { bug } from '../../core/errors.js';
import type { Value } from '../../core/types.js';
import { EvaluationError, type EvaluateParams } from '../../protocol/benchmark.js';
import type { Descriptor } from '../../protocol/descriptor.js';
import type { CodedColumn, OnnxDefinition } from '../../protocol/onnx-definition.js';

/** What is asked of a model, without how. */
export type Question = Pick<EvaluateParams, 'instance' | 'configuration' | 'fidelity' | 'seed'>;

/** The inputs of a model, row-major. */
export interface Inputs {
  /** rows x categorical columns */
  readonly codes: Int32Array;
  /** rows x numeric columns */
  readonly numbers: Float32Array;
}

/**
 * Writes a question into a row of the inputs: integers, logarithmic parameters and fidelities as they are, categorical values as
 * their codes, inactive parameters as what is missing.
 */
export type Encoder = (question: Question, into: Inputs, row: number) => void;

/** @throws SuiteError of code 'bug' when the descriptor has no model: manifests are checked for that */
export function createEncoder({ onnx, fidelities, family }: Descriptor): Encoder {
  if (onnx === undefined) throw bug(`the family ${family} has no model`);
  const levels = new Set(fidelities.map(({ name }) => name));
  const valueOf = (name: string): ValueOf => {
    if (name === onnx.instance) return ({ instance }) => instance;
    return levels.has(name) ? ({ fidelity }) => fidelity[name] : ({ configuration }) => configuration[name];
  };
  const coded = codedColumns(onnx, valueOf);
  const numeric = numericColumns(onnx, valueOf);
  return (question, { codes, numbers }, row) => {
    for (let i = 0; i < coded.length; i++) codes[row * coded.length + i] = (coded[i] as Column)(question);
    for (let i = 0; i < numeric.length; i++) numbers[row * numeric.length + i] = (numeric[i] as Column)(question);
  };
}

type ValueOf = (question: Question) => Value | undefined;
type Column = (question: Question) => number;

function codedColumns({ categorical }: OnnxDefinition, valueOf: (name: string) => ValueOf): readonly Column[] {
  if (categorical === undefined) return [];
  return categorical.columns.map((column) => codedColumn(column, categorical.missing, valueOf(column.name)));
}

function codedColumn({ name, codes }: CodedColumn, missing: string, value: ValueOf): Column {
  const byValue = new Map(codes.map((text, code) => [text, code]));
  return (question) => {
    const text = String(value(question) ?? missing);
    const code = byValue.get(text);
    if (code !== undefined) return code;
    throw new EvaluationError('invalid-configuration', `the model has no code for the ${name} "${text}"`);
  };
}

function numericColumns({ numeric }: OnnxDefinition, valueOf: (name: string) => ValueOf): readonly Column[] {
  if (numeric === undefined) return [];
  return numeric.columns.map((name): Column => {
    const value = valueOf(name);
    return (question) => Number(value(question) ?? numeric.missing);
  });
}
