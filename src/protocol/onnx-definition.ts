import type { JsonSchema } from '../core/schema.js';

/**
 * How a family's ONNX model is asked, the key `onnx` of `benchmark.yaml`. A column's value is a parameter of the configuration, a
 * level of the fidelity or the name of the instance, whichever has the column's name.
 */
export interface OnnxDefinition {
  /** The model's name among the family's `data`. */
  readonly model: string;
  /** The column that holds the name of the instance; absent where the model knows one instance only. */
  readonly instance?: string;
  /** The int32 input (n x columns): values as codes. */
  readonly categorical?: CategoricalInput;
  /** The float32 input (n x columns): values as they are, not transformed. */
  readonly numeric?: NumericInput;
  /** The float32 output (n x metrics), in the units of the metrics. */
  readonly output: { readonly name: string; readonly metrics: readonly string[] };
  /** The metric that is the cost of an evaluation, or the seconds that each one costs. */
  readonly cost: string | number;
  /**
   * Standard deviations by metric of a normal noise, a function of what is asked and its seed; what leaves the bounds of a metric is
   * moved to them. Absent in every family of this suite: a noisy benchmark is a family of its own.
   */
  readonly noise?: Readonly<Record<string, number>>;
}

export interface CategoricalInput {
  readonly input: string;
  /** The value that stands for an inactive parameter; it has a code in every column whose parameter may be inactive. */
  readonly missing: string;
  readonly columns: readonly CodedColumn[];
}

export interface CodedColumn {
  readonly name: string;
  /** Values as text; the code of a value is its place. */
  readonly codes: readonly string[];
}

export interface NumericInput {
  readonly input: string;
  /** What an inactive parameter is given as. */
  readonly missing: number;
  readonly columns: readonly string[];
}

const NAME: JsonSchema = { type: 'string', minLength: 1 };
const NAMES: JsonSchema = { type: 'array', minItems: 1, uniqueItems: true, items: NAME };

const CODED_COLUMN: JsonSchema = closed(['name', 'codes'], { name: NAME, codes: NAMES });

/** Shape of the key `onnx`; what it means is checked where the manifest is read. */
export const ONNX_SCHEMA: JsonSchema = closed(['model', 'output', 'cost'], {
  model: NAME,
  instance: NAME,
  categorical: closed(['input', 'missing', 'columns'], {
    input: NAME,
    missing: NAME,
    columns: { type: 'array', minItems: 1, items: CODED_COLUMN },
  }),
  numeric: closed(['input', 'missing', 'columns'], { input: NAME, missing: { type: 'number' }, columns: NAMES }),
  output: closed(['name', 'metrics'], { name: NAME, metrics: NAMES }),
  cost: { if: { type: 'string' }, then: NAME, else: { type: 'number', exclusiveMinimum: 0 } },
  noise: { type: 'object', additionalProperties: { type: 'number', exclusiveMinimum: 0 } },
});

function closed(required: readonly string[], properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: 'object', required, properties, additionalProperties: false };
}
