import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROTOCOL_VERSION, type Descriptor } from '../../../src/protocol/descriptor.js';
import type { LoadedFamily } from '../../../src/runtimes/runtime.js';

/** An instance `only` of 3 x 2 configurations, two fidelities (3 continuing epochs, 2 sizes) and two metrics. */
export function toyDescriptor(changes: Partial<Descriptor> = {}): Descriptor {
  return {
    protocol: PROTOCOL_VERSION,
    family: 'toy',
    version: '1.0.0',
    instance: 'only',
    space: {
      parameters: [
        { name: 'op', type: 'categorical', choices: ['a', 'b', 'c'] },
        { name: 'width', type: 'ordinal', sequence: [8, 16] },
      ],
    },
    fidelities: [
      { name: 'epoch', type: 'integer', lower: 1, upper: 9, levels: [1, 3, 9], continuation: true, unit: 'epochs' },
      { name: 'size', type: 'float', lower: 0.5, upper: 1, levels: [0.5, 1], continuation: false, unit: 'share' },
    ],
    metrics: {
      loss: { direction: 'minimize', role: 'objective' },
      params: { direction: 'minimize', role: 'feature' },
    },
    clock: 'recorded',
    level: 'synthetic',
    source: 'a test',
    licence: 'CC0-1.0',
    golden: [],
    ...changes,
  };
}

/** The values of a table by a rule of its own, so that a wrong cell is a wrong number. */
export function lossAt(op: number, width: number, epoch: number, size: number, replicate: number): number {
  return 1 + op + width / 10 + epoch / 100 + size / 1000 + replicate / 10_000;
}

export interface ToyLine {
  readonly op: string;
  readonly width: number;
  readonly epoch: number;
  readonly size: number;
  readonly replicate: number;
  readonly loss: number | '';
  readonly params: number;
  readonly cost: number | '';
}

/** A line a cell, of `replicates` runs each. */
export function toyLines(replicates: number): ToyLine[] {
  const lines: ToyLine[] = [];
  for (const [op, letter] of ['a', 'b', 'c'].entries())
    for (const width of [8, 16])
      for (const epoch of [1, 3, 9])
        for (const size of [0.5, 1])
          for (let replicate = 0; replicate < replicates; replicate++)
            lines.push({
              ...{ op: letter, width, epoch, size, replicate, params: 10 * op + width },
              ...{ loss: lossAt(op, width, epoch, size, replicate), cost: epoch * size },
            });
  return lines;
}

export function csvText(lines: readonly object[]): string {
  const header = Object.keys(lines[0] ?? {});
  return [header, ...lines.map((line) => Object.values(line) as unknown[])]
    .map((fields) => `${fields.join(',')}\n`)
    .join('');
}

/** A family in a folder of its own, as a guest finds it. */
export function toyFamily(
  files: Readonly<Record<string, string>>,
  ...descriptors: readonly Descriptor[]
): LoadedFamily {
  const folder = mkdtempSync(join(tmpdir(), 'hport-toy-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const byName = Object.fromEntries(descriptors.map((descriptor) => [descriptor.instance, descriptor]));
  return { folder, code: folder, descriptors: byName };
}
