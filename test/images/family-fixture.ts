import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import type { Descriptor } from '../../src/protocol/descriptor.js';
import { PROTOCOL_VERSION } from '../../src/protocol/descriptor.js';
import type { ContainerName } from '../../src/runner/engines/parts/container-of.js';
import type { ImageBuild } from '../../src/runner/engines/parts/image.js';

const OBJECTIVES: Readonly<Record<ContainerName, readonly [string, string]>> = {
  node: ['objective.js', 'export default { evaluate: ({ x }) => ({ metrics: { loss: x * x }, cost: 1 }) };\n'],
  python: [
    'objective.py',
    'def evaluate(configuration, fidelity, seed, instance, context):\n' +
      '    return {"metrics": {"loss": configuration["x"] ** 2}, "cost": 1.0}\n',
  ],
};

/** A family of one parameter in a folder of its own outside of the suite. `files` are added, by path. */
export function familyFixture(
  runtime: ContainerName,
  files: Readonly<Record<string, string>> = {},
): ImageBuild & { readonly write: (path: string, text: string) => void } {
  const folder = temporaryFolder();
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const [name, code] = OBJECTIVES[runtime];
  for (const [path, text] of Object.entries({ [name]: code, ...files })) write(path, text);
  const family = `test-${runtime}`;
  return { family, version: '1.0.0', runtime, folder, descriptors: { only: descriptorOf(family) }, write };
}

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Gone when the test file that imports this has ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hport-test-'));
  folders.push(folder);
  return folder;
}

export function descriptorOf(family: string): Descriptor {
  return {
    protocol: PROTOCOL_VERSION,
    family,
    version: '1.0.0',
    instance: 'only',
    space: { parameters: [{ name: 'x', type: 'float', lower: -1, upper: 1, default: 0 }] },
    fidelities: [],
    metrics: { loss: { direction: 'minimize', role: 'objective' } },
    clock: 'recorded',
    level: 'synthetic',
    source: 'a test',
    licence: 'CC0-1.0',
    golden: [],
  };
}
