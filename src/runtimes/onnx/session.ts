import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { infrastructureError, messageOf } from '../../core/errors.js';
import type { OnnxDefinition } from '../../protocol/onnx-definition.js';
import type { Inputs } from './encoder.js';
import { modelMistake, type ModelInput } from './model-mistake.js';

/** A model in memory. */
export interface Session {
  /** The outputs of all rows, row-major: rows x metrics. */
  run(inputs: Inputs, rows: number): Promise<Float32Array>;
}

type Onnx = typeof import('onnxruntime-node');

/**
 * One thread: two gave nothing up to 64 rows and cost twice the CPU time, and the order of a sum must not depend on the machine.
 * @see the ONNX Runtime's SessionOptions
 */
const OPTIONS: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  logSeverityLevel: 3,
};

const opened = new Map<string, Promise<Session>>();

/**
 * The session of a model's file, one for the life of the process.
 * @throws SuiteError of code 'infrastructure' when the package is not there, the file is no model, or it is another model than the
 * definition speaks of
 */
export async function openSession(file: string, definition: OnnxDefinition): Promise<Session> {
  const known = opened.get(file) ?? open(file, definition);
  opened.set(file, known);
  try {
    return await known;
  } catch (error) {
    // Whoever mends the file may try again.
    opened.delete(file);
    throw error;
  }
}

async function open(file: string, definition: OnnxDefinition): Promise<Session> {
  const onnx = await importOnnx();
  const session = await load(onnx, file);
  const inputs = inputsOf(definition);
  const mistake = modelMistake(session, inputs, definition.output);
  if (mistake !== undefined) {
    throw infrastructureError(`the model is another than the manifest speaks of: ${mistake}`, { file });
  }
  const tensor = ({ name, type, columns, of }: FilledInput, given: Inputs, rows: number): [string, Tensor] => [
    name,
    new onnx.Tensor(type, of(given), [rows, columns]),
  ];
  return {
    async run(given, rows) {
      const feeds = Object.fromEntries(inputs.map((input) => tensor(input, given, rows)));
      const results = await session.run(feeds);
      return results[definition.output.name]?.data as Float32Array;
    },
  };
}

async function importOnnx(): Promise<Onnx> {
  try {
    // Only the families that need it load 45 MB of machine code, and the rest of the suite does without it.
    return await import('onnxruntime-node');
  } catch (cause) {
    throw infrastructureError(`the ONNX Runtime cannot be loaded: ${messageOf(cause)}`, {
      mend: 'Install it with `npm ci --ignore-scripts`; it is for Linux (glibc) and Windows, and for macOS on arm64.',
      cause,
    });
  }
}

async function load(onnx: Onnx, file: string): Promise<InferenceSession> {
  try {
    return await onnx.InferenceSession.create(file, OPTIONS);
  } catch (cause) {
    throw infrastructureError(`the model cannot be loaded: ${messageOf(cause)}`, {
      file,
      mend: 'Remove the file: the next study fetches it again.',
      cause,
    });
  }
}

interface FilledInput extends ModelInput {
  readonly of: (given: Inputs) => Int32Array | Float32Array;
}

function inputsOf({ categorical, numeric }: OnnxDefinition): readonly FilledInput[] {
  const inputs: FilledInput[] = [];
  if (categorical !== undefined) {
    const { input, columns } = categorical;
    inputs.push({ name: input, type: 'int32', columns: columns.length, of: ({ codes }) => codes });
  }
  if (numeric !== undefined) {
    const { input, columns } = numeric;
    inputs.push({ name: input, type: 'float32', columns: columns.length, of: ({ numbers }) => numbers });
  }
  return inputs;
}
