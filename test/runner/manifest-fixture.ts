import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A manifest in which nothing is wrong; one line a key, so that errors can be told by their lines. */
export const SOUND: Readonly<Record<string, string>> = {
  family: 'toy',
  version: '1.2.3',
  runtime: 'node',
  instances: '{ a: {}, b: { settings: { shift: 1 } } }',
  space: '{ parameters: [{ name: x, type: float, lower: 0, upper: 1 }] }',
  fidelities: '[{ name: epoch, type: integer, lower: 1, upper: 9, continuation: true, unit: epochs }]',
  metrics:
    '{ loss: { direction: minimize, role: objective, lower: 0 }, test_loss: { direction: minimize, role: test, of: loss } }',
  clock: 'recorded',
  level: 'synthetic',
  source: 'nobody',
  licence: 'CC0-1.0',
};

/** The sound manifest with some lines written otherwise; `undefined` leaves a line out. */
export function manifestText(changes: Readonly<Record<string, string | undefined>> = {}): string {
  return Object.entries({ ...SOUND, ...changes })
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}\n`]))
    .join('');
}

/** Writes files into a folder of their own, which is returned. */
export async function writeFolder(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hport-families-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}
