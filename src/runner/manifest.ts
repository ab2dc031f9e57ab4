import { compileSchema, type Schema } from '../core/schema.js';
import type { DataFile } from '../data/data-file.js';
import { DATA_SCHEMA } from '../data/schema.js';
import { FIDELITIES_SCHEMA } from '../fidelity/schema.js';
import { createFidelitySpace } from '../fidelity/space.js';
import type { Descriptor } from '../protocol/descriptor.js';
import { TABLE_SCHEMA } from '../protocol/table.js';
import { SPACE_SCHEMA } from '../space/schema.js';
import { createSearchSpace } from '../space/space.js';
import { complaining } from './complaining.js';
import { checkIdentity, checkMetrics } from './manifest-checks.js';
import { checkData, dataOf } from './manifest-data.js';
import { describeInstance } from './manifest-descriptor.js';
import { checkGolden, goldenPlaces } from './manifest-golden.js';
import { checkOnnx } from './manifest-onnx.js';
import { MANIFEST_HINTS, MANIFEST_SCHEMA, type ManifestSource } from './manifest-schema.js';
import { checkTable } from './manifest-table.js';
import { readYamlFile, type Path } from './yaml-file.js';
import { createComplaints, mistakesError, withHints, type Complain, type Mistake } from './yaml-file-mistakes.js';

/** A family's `benchmark.yaml`, checked. */
export interface Manifest {
  readonly source: ManifestSource;
  /** One an instance, in the order of the file. */
  readonly descriptors: Readonly<Record<string, Descriptor>>;
  /** The files that each instance needs. */
  readonly data: Readonly<Record<string, readonly DataFile[]>>;
}

/**
 * Reads and checks a manifest. `folder` is the name of the folder it lies in.
 * @throws SuiteError of code 'user' that names file, line, key, value and mend of everything that is wrong.
 */
export async function readManifest(file: string, folder: string): Promise<Manifest> {
  const yaml = await readYamlFile(file);
  const misshapen = shapeMistakes(yaml.value);
  if (misshapen.length > 0) throw mistakesError(misshapen, yaml);
  const source = yaml.value as ManifestSource;
  const { mistakes, complain } = createComplaints();
  checkIdentity(source, folder, complain);
  checkData(source, complain);
  const names = Object.keys(source.instances);
  const descriptors = names.flatMap((name) => compileInstance(source, name, complain) ?? []);
  if (mistakes.length > 0) throw mistakesError(unique(mistakes), yaml);
  return {
    source,
    descriptors: Object.fromEntries(descriptors.map((found) => [found.instance, found])),
    data: Object.fromEntries(names.map((name) => [name, dataOf(source, name)])),
  };
}

/** What does not fit the schemas: the manifest's own, and those of its parts wherever they stand. */
function shapeMistakes(value: unknown): readonly Mistake[] {
  const mistakes = withHints(MANIFEST_SCHEMA.check(value), MANIFEST_HINTS);
  const source = asObject(value);
  const places: [Path, Readonly<Record<string, unknown>>][] = [[[], source]];
  for (const [name, entries] of Object.entries(asObject(source['instances']))) {
    places.push([['instances', name], asObject(entries)]);
  }
  for (const [path, part] of places) {
    for (const [key, schema] of Object.entries(PARTS)) {
      mistakes.push(...partMistakes(schema, part[key], [...path, key], MANIFEST_HINTS[key]));
    }
  }
  return mistakes;
}

/** Schemas that lie in the rooms of what they are about. */
const PARTS: Readonly<Record<string, Schema>> = {
  space: compileSchema(SPACE_SCHEMA),
  fidelities: compileSchema(FIDELITIES_SCHEMA),
  data: compileSchema(DATA_SCHEMA),
  table: compileSchema(TABLE_SCHEMA),
};

function partMistakes(schema: Schema, value: unknown, at: Path, mend: string | undefined): readonly Mistake[] {
  if (value === undefined) return [];
  const found = schema.check(value);
  return found.map(({ path, message }) => ({
    path: [...at, ...path],
    message,
    ...(mend !== undefined && { mend }),
  }));
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** The descriptor of an instance, with complaints of all that does not make sense in it. */
function compileInstance(source: ManifestSource, name: string, complain: Complain): Descriptor | undefined {
  const own = source.instances[name] ?? {};
  const at = (key: keyof typeof own): Path => (own[key] === undefined ? [key] : ['instances', name, key]);
  const descriptor = complaining(at('space'), complain, () => describeInstance(source, name));
  if (descriptor === undefined) return undefined;
  const space = complaining(at('space'), complain, () => createSearchSpace(descriptor.space));
  const fidelities = complaining(at('fidelities'), complain, () => createFidelitySpace(descriptor.fidelities));
  checkMetrics(descriptor, at('metrics'), complain);
  checkOnnx(source, descriptor, complain);
  if (space !== undefined && fidelities !== undefined) {
    checkTable({ descriptor, space, runtime: source.runtime }, at('table'), complain);
    for (const place of goldenPlaces(source, name)) checkGolden(place, { descriptor, space, fidelities }, complain);
  }
  return descriptor;
}

/** What is wrong with the family's own entries is found once an instance, and is said once. */
function unique(mistakes: readonly Mistake[]): readonly Mistake[] {
  return [...new Map(mistakes.map((mistake) => [JSON.stringify(mistake), mistake])).values()];
}
