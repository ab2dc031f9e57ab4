import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { lossAt, toyDescriptor } from './toy.js';

/** A family `toy-table` of these files and the toy's manifest, to be found by its name; returns its folder. */
export function writeTableFamily(files: Readonly<Record<string, string>>, table: object, own: object = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'hport-tables-'));
  vi.stubEnv('HPORT_BENCHMARKS', root);
  const { instance, ...described } = toyDescriptor();
  const golden = {
    ...{ instance, configuration: { op: 'b', width: 16 }, fidelity: { epoch: 9, size: 1 }, seed: 1 },
    metrics: { loss: lossAt(1, 16, 9, 1, 1), params: 26 },
  };
  // The suite itself says which protocol it speaks.
  const more = {
    protocol: undefined,
    family: 'toy-table',
    runtime: 'table',
    instances: { [instance]: own },
    golden: [golden],
    table,
  };
  const folder = join(root, 'toy-table');
  mkdirSync(folder);
  writeFileSync(join(folder, 'benchmark.yaml'), JSON.stringify({ ...described, ...more }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}
