import { didYouMean } from '../core/schema.js';
import type { Descriptor } from '../protocol/descriptor.js';
import type { CategoricalInput, OnnxDefinition } from '../protocol/onnx-definition.js';
import type { Parameter } from '../space/parameter.js';
import type { ManifestSource } from './manifest-schema.js';
import type { Path } from './yaml-file.js';
import type { Complain } from './yaml-file-mistakes.js';

/**
 * The key `onnx` is there for the runtime of that name and no other; its columns are what can be asked, each value of which has a
 * code; its output is the declared metrics.
 */
export function checkOnnx(source: ManifestSource, descriptor: Descriptor, complain: Complain): void {
  const { onnx } = descriptor;
  const { runtime, unpinned = {} } = source;
  if ((runtime === 'onnx') !== (onnx !== undefined)) {
    const message = onnx === undefined ? 'the runtime onnx needs the key onnx' : `the runtime ${runtime} has no model`;
    complain(['onnx'], message, 'See benchmarks/yahpo-lcbench/benchmark.yaml.');
  }
  if (onnx === undefined) return;
  checkNames(onnx, [...Object.keys(descriptor.data ?? {}), ...Object.keys(unpinned)], descriptor, complain);
  checkColumns(onnx, descriptor, complain);
  for (const [index, { name, codes }] of (onnx.categorical?.columns ?? []).entries()) {
    const uncoded = valuesOf(name, onnx, descriptor).filter((value) => !codes.includes(value));
    if (uncoded.length === 0) continue;
    const path = ['onnx', 'categorical', 'columns', index, 'codes'];
    complain(path, `${name} has no code for ${uncoded.join(', ')}`, 'Give every value a code.');
  }
}

function checkNames(onnx: OnnxDefinition, files: readonly string[], { metrics }: Descriptor, complain: Complain): void {
  const named = (name: string, path: Path, known: readonly string[], what: string): void => {
    if (!known.includes(name)) complain(path, `"${name}" is no ${what}${didYouMean(name, known)}`);
  };
  const declared = Object.keys(metrics);
  named(onnx.model, ['onnx', 'model'], files, 'file of data');
  onnx.output.metrics.forEach((name, at) => named(name, ['onnx', 'output', 'metrics', at], declared, 'metric'));
  if (typeof onnx.cost === 'string') named(onnx.cost, ['onnx', 'cost'], declared, 'metric');
  for (const name of Object.keys(onnx.noise ?? {})) named(name, ['onnx', 'noise', name], declared, 'metric');
  const absent = declared.filter((name) => !onnx.output.metrics.includes(name));
  if (absent.length > 0) complain(['onnx', 'output', 'metrics'], `the model gives no ${absent.join(', ')}`);
}

/** Every parameter and every fidelity is a column, and nothing else but the instance. */
function checkColumns(onnx: OnnxDefinition, { space, fidelities }: Descriptor, complain: Complain): void {
  const coded = (onnx.categorical?.columns ?? []).map(({ name }) => name);
  const numeric = onnx.numeric?.columns ?? [];
  const columns = [...coded, ...numeric];
  const asked = [
    ...space.parameters.map(({ name }) => name),
    ...fidelities.map(({ name }) => name),
    ...(onnx.instance === undefined ? [] : [onnx.instance]),
  ];
  const wrong = columns.filter((name, at) => !asked.includes(name) || columns.indexOf(name) < at);
  const unused = asked.filter((name) => !columns.includes(name));
  const texts = space.parameters.filter((each) => numeric.includes(each.name) && !isNumeric(each));
  if (wrong.length > 0) complain(['onnx'], `these columns are no parameter, or stand twice: ${wrong.join(', ')}`);
  if (unused.length > 0) complain(['onnx'], `the model has no column for ${unused.join(', ')}`);
  for (const { name } of texts) complain(['onnx', 'numeric', 'columns'], `"${name}" is not numeric`);
}

function isNumeric(parameter: Parameter): boolean {
  return parameter.type === 'float' || parameter.type === 'integer';
}

/** All that a coded column may be asked with, as text; what is missing too, where its parameter hangs on others. */
function valuesOf(name: string, { categorical, instance }: OnnxDefinition, descriptor: Descriptor): readonly string[] {
  const { space, fidelities } = descriptor;
  if (name === instance) return [descriptor.instance];
  const inactive = (space.conditions ?? []).some(({ child }) => child === name);
  const parameter = space.parameters.find((each) => each.name === name);
  const levels = fidelities.find((each) => each.name === name)?.levels ?? [];
  const values = parameter === undefined ? levels : discrete(parameter);
  return [...values.map(String), ...(inactive ? [(categorical as CategoricalInput).missing] : [])];
}

function discrete(parameter: Parameter): readonly (string | number | boolean)[] {
  switch (parameter.type) {
    case 'categorical':
      return parameter.choices;
    case 'ordinal':
      return parameter.sequence;
    case 'constant':
      return [parameter.value];
    case 'integer':
      return Array.from({ length: parameter.upper - parameter.lower + 1 }, (_, at) => parameter.lower + at);
    case 'float':
      // No list of codes holds them all.
      return ['every number'];
  }
}
