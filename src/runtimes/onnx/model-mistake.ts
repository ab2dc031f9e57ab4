import type { InferenceSession } from 'onnxruntime-node';
import type { OnnxDefinition } from '../../protocol/onnx-definition.js';

/** An input as the manifest declares it: n x columns. */
export interface ModelInput {
  readonly name: string;
  readonly type: 'int32' | 'float32';
  readonly columns: number;
}

/** How a model's inputs and output differ from what the manifest declares; undefined when they do not. */
export function modelMistake(
  { inputMetadata, outputMetadata }: InferenceSession,
  inputs: readonly ModelInput[],
  { name, metrics }: OnnxDefinition['output'],
): string | undefined {
  const output = { name, type: 'float32', columns: metrics.length };
  const other = inputMetadata.find((has) => inputs.every((input) => input.name !== has.name));
  if (other !== undefined) return `it has an input ${shown(other)} that is not declared`;
  return (
    inputs.map((input) => difference('input', input, inputMetadata)).find((found) => found !== undefined) ??
    difference('output', output, outputMetadata)
  );
}

type Metadata = InferenceSession.ValueMetadata;

function difference(
  what: string,
  { name, type, columns }: { readonly name: string; readonly type: string; readonly columns: number },
  all: readonly Metadata[],
): string | undefined {
  const found = all.find((each) => each.name === name);
  if (found === undefined) return `it has no ${what} ${name} (${all.map(shown).join(', ')})`;
  // Rows must be free: a batch has any number of them.
  const fits =
    found.isTensor &&
    found.type === type &&
    found.shape.length === 2 &&
    typeof found.shape[0] === 'string' &&
    found.shape[1] === columns;
  return fits ? undefined : `the ${what} ${name} is ${shown(found)}, declared as ${type} [n, ${columns}]`;
}

function shown(has: Metadata): string {
  return has.isTensor ? `${has.name} ${has.type} [${has.shape.join(', ')}]` : has.name;
}
