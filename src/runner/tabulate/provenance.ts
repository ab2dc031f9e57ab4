import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { userError } from '../../core/errors.js';
import { canonical, digest } from '../../core/json.js';
import { suiteVersion } from '../../core/package.js';
import { compileSchema } from '../../core/schema.js';
import type { JsonObject } from '../../core/types.js';
import { readJsonFile } from '../../data/json-file.js';
import type { Machine } from './machine.js';
import type { TablePlan } from './table-plan.js';

/** Where the numbers of a table come from: `provenance.json` of its folder. */
export interface Provenance extends TableOrigin {
  readonly format: 1;
  /** One each time that the command was started and measured something. */
  readonly sessions: readonly MeasuringSession[];
  /** Absent as long as cells are missing. */
  readonly measured?: { readonly cells: number; readonly failed: number; /** ISO 8601. */ readonly finished: string };
}

/** What is measured: the same after any interruption. */
export interface TableOrigin {
  readonly suite: string;
  readonly family: {
    readonly name: string;
    readonly version: string;
    /** Digest of the family's folder. */
    readonly source: string;
    /** sha256 of the files that each instance needs, by instance and name. */
    readonly data: JsonObject;
  };
  readonly design: JsonObject;
  /** By instance: the levels of each fidelity, how many configurations, and their digest. */
  readonly instances: JsonObject;
  readonly seeds: readonly number[];
  /** Seconds that a cell may cost; absent where there is no end. */
  readonly deadline?: number;
}

export interface MeasuringSession {
  /** ISO 8601. */
  readonly began: string;
  readonly engine: string;
  readonly workers: number;
  /** Of the guests, where the engine has images. */
  readonly image?: { readonly reference: string; readonly digest: string };
  readonly machine: Machine;
}

export function originOf({ family, design, tables, seeds, deadline }: TablePlan): TableOrigin {
  const { name, version, source, data } = family;
  const sums = tables.map(({ instance }) => {
    const files = (data[instance] ?? []).map((file) => [file.name, file.sha256] as const);
    return [instance, Object.fromEntries(files)] as const;
  });
  const instances = tables.map(({ instance, descriptor, levels, configurations }) => {
    const axes = descriptor.fidelities.map((fidelity, axis) => [fidelity.name, levels[axis] ?? []] as const);
    const count = { configurations: configurations.length, digest: digest(configurations) };
    return [instance, { fidelities: Object.fromEntries(axes), ...count }] as const;
  });
  return {
    suite: suiteVersion(),
    family: {
      name,
      version,
      source,
      data: Object.fromEntries(sums.filter(([, files]) => Object.keys(files).length > 0)),
    },
    design: { ...design },
    instances: Object.fromEntries(instances),
    seeds,
    ...(deadline !== Infinity && { deadline }),
  };
}

/** @throws SuiteError for a file that is none of ours */
export function readProvenance(folder: string): Provenance | undefined {
  const file = fileOf(folder);
  return existsSync(file) ? (readJsonFile(file, SHAPE) as Provenance) : undefined;
}

const SHAPE = compileSchema({
  type: 'object',
  required: ['format', 'suite', 'family', 'design', 'instances', 'seeds', 'sessions'],
  properties: { format: { const: 1 }, family: { type: 'object' }, sessions: { type: 'array' } },
});

/** @throws SuiteError of code 'user' that names what differs */
export function refuseOther(folder: string, then: Provenance, now: TableOrigin): void {
  for (const key of ['suite', 'family', 'design', 'instances', 'seeds', 'deadline'] as const) {
    if (canonical(then[key] ?? null) === canonical(now[key] ?? null)) continue;
    throw userError(`the folder has another table: its ${key} is ${shown(then[key])}, asked is ${shown(now[key])}`, {
      file: fileOf(folder),
      key,
      mend: 'Ask for the same as before to go on with it, or take another folder (--out).',
    });
  }
}

function shown(value: unknown): string {
  return value === undefined ? 'none' : JSON.stringify(value);
}

/** Writes the file whole or not at all. */
export function writeProvenance(folder: string, provenance: Provenance): void {
  const file = fileOf(folder);
  writeFileSync(`${file}.new`, `${JSON.stringify(provenance, undefined, 2)}\n`);
  renameSync(`${file}.new`, file);
}

function fileOf(folder: string): string {
  return join(folder, 'provenance.json');
}
