import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from '../../../src/core/types.js';
import { readConfigSpace } from '../../../src/space/configspace.js';
import type { SpaceDefinition } from '../../../src/space/parameter.js';

/** A release of YAHPO's data in the mirror. */
export interface Release {
  readonly folder: string;
  /** Commit of slds-lmu/yahpo_data that the mirror's files are of. */
  readonly commit: string;
  /** What is added to the names of a scenario's files. */
  readonly suffix: string;
}

export const V1: Release = {
  folder: 'yahpo-v1.0.2',
  commit: 'efdab9072f63bd680396cd4b78b927c4a0caaad3',
  suffix: '',
};
export const V2: Release = { folder: 'yahpo-v2', commit: '0e288068134f4af8d231c63d2a941e5ab8060ef0', suffix: '_v2' };

/** An entry of `scenarios.json`, as far as it is used. */
export interface Scenario {
  readonly y_names: readonly string[];
  readonly fidelity_params: readonly string[];
  readonly instance_names: string | null;
  readonly instances?: readonly string[];
  readonly runtime_name: string;
  readonly cat_names: readonly string[];
  readonly cont_names: readonly string[];
}

/** What YAHPO says of a scenario, read from its own files. */
export interface Official {
  readonly name: string;
  readonly release: Release;
  readonly scenario: Scenario;
  /** The whole space: instance and fidelities are parameters of it. */
  readonly space: SpaceDefinition;
  readonly encoding: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Sum and bytes of the model; undefined for one that the mirror has not. */
  readonly model: { readonly path: string; readonly sha256: string; readonly size: number } | undefined;
  /** Path of a file of the scenario below the mirror. */
  readonly within: (file: string) => string;
}

/** A row of the mirror's file of answers, each asked alone. */
export interface GoldenRow {
  readonly config: Configuration;
  readonly y: readonly number[];
}

export function readOfficial(mirror: string, release: Release, name: string): Official {
  const scenarios = readJson(join(mirror, release.folder, 'scenarios.json')) as Readonly<Record<string, Scenario>>;
  const scenario = scenarios[name];
  if (scenario === undefined) throw new Error(`${release.folder} has no scenario ${name}`);
  const within = (file: string): string => `${release.folder}/${name}/${file}`;
  const path = (file: string): string => join(mirror, within(file));
  const model = path(`model${release.suffix}.onnx`);
  return {
    name,
    release,
    scenario,
    space: readConfigSpace(readJson(path(`config_space${release.suffix}.json`))).definition,
    encoding: readJson(path(`encoding${release.suffix}.json`)) as Official['encoding'],
    model: existsSync(model) ? { path: model, ...sumOf(model) } : undefined,
    within,
  };
}

export function readGoldens(mirror: string, { within }: Official): readonly GoldenRow[] {
  const file = readJson(join(mirror, within('golden_onnxruntime-node_1.30.0.json')));
  return (file as { readonly rows: readonly GoldenRow[] }).rows;
}

/** The smallest and the largest value of each metric of each instance of a scenario, by `instance metric`. */
export function readStatistics(mirror: string, scenario: string): ReadonlyMap<string, readonly [number, number]> {
  const text = readFileSync(join(mirror, V1.folder, 'global_statistics', 'instance_target_statistics.csv'), 'utf8');
  const found = new Map<string, [number, number]>();
  for (const line of text.trim().split('\n').slice(1)) {
    const [metric, statistic, value, of, instance] = line.split(',');
    if (of !== scenario) continue;
    const key = `${instance ?? ''} ${metric ?? ''}`;
    const range = found.get(key) ?? [NaN, NaN];
    range[statistic === 'min' ? 0 : 1] = Number(value);
    found.set(key, range);
  }
  return found;
}

/** The official suites: which metrics of which instances are optimised together. */
export function readSuite(mirror: string, suite: 'single' | 'multi'): readonly SuiteEntry[] {
  return readJson(join(mirror, V1.folder, 'benchmark_suites', 'v1.0', `${suite}.json`)) as readonly SuiteEntry[];
}

export interface SuiteEntry {
  readonly scenario: string;
  readonly instance: string;
  readonly target: readonly string[];
}

/** Names of a scenario's instances, ascending. */
export function instancesOf({ scenario, space }: Official): readonly string[] {
  const parameter = space.parameters.find(({ name }) => name === scenario.instance_names);
  if (parameter?.type !== 'categorical') return scenario.instances ?? [];
  return parameter.choices.map(String).sort((a, b) => Number(a) - Number(b));
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function sumOf(file: string): { readonly sha256: string; readonly size: number } {
  const bytes = readFileSync(file);
  return { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
}
