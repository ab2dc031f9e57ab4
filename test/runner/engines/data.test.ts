import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Outcome } from '../../../src/core/types.js';
import { listEngines } from '../../../src/runner/engines/registry.js';
import { evaluateOnce } from '../../../src/runner/evaluate-once.js';
import { loadFamily, type Family } from '../../../src/runner/families.js';
import { folderOf, sha256, visible } from '../../data/fixture.js';
import { engineHere } from '../../images/engine-here.js';
import { manifestText, writeFolder } from '../manifest-fixture.js';

const NUMBERS = Buffer.from('3\n1\n4\n');
const MORE = Buffer.from('1\n5\n9\n2\n6\n');
const SIZE = { count: 1, cpus: 1, memoryBytes: 0, pids: 0, gpus: 0 };

const declared = (bytes: Buffer, name: string): string =>
  `{ url: "https://example.org/v1/${name}", sha256: ${sha256(bytes)}, size: ${bytes.length}, mirror: toy/${name} }`;

/** The instance `a` needs one file, `b` another one under the same name and one more, `c` one that is nowhere. */
const MANIFEST: Readonly<Record<string, string>> = {
  space: '{ parameters: [{ name: act, type: categorical, choices: [sum, write] }] }',
  fidelities: '[]',
  metrics: '{ loss: { direction: minimize, role: objective } }',
  data: `{ table: ${declared(NUMBERS, 'numbers')} }`,
  instances: `{ a: {}, b: { data: { table: ${declared(MORE, 'more')}, extra: ${declared(NUMBERS, 'numbers')} } },
    c: { data: { table: ${declared(Buffer.from('lost'), 'lost').replace(' }', ', conversion: by hand }')} } } }`,
};

/** Sums the numbers of all files; to `write`, 1 where the folder of the files does not let it. */
const PYTHON = `import os
def evaluate(configuration, fidelity, seed, instance, context):
    if configuration["act"] == "write":
        try:
            open(os.path.join(os.path.dirname(context.data["table"]), "mine"), "w").close()
        except OSError:
            return {"metrics": {"loss": 1}, "cost": 1}
        return {"metrics": {"loss": 0}, "cost": 1}
    numbers = [float(line) for path in context.data.values() for line in open(path)]
    return {"metrics": {"loss": sum(numbers)}, "cost": 1}
`;
const NODE = `import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
const evaluate = ({ act }, fidelity, seed, instance, { data }) => {
  if (act === 'write') {
    try {
      writeFileSync(join(dirname(data.table), 'mine'), '');
    } catch {
      return { metrics: { loss: 1 }, cost: 1 };
    }
    return { metrics: { loss: 0 }, cost: 1 };
  }
  const numbers = Object.values(data).flatMap((path) => readFileSync(path, 'utf8').trim().split('\\n').map(Number));
  return { metrics: { loss: numbers.reduce((a, b) => a + b, 0) }, cost: 1 };
};
export default { evaluate };
`;

let families: readonly Family[] = [];
let cache = '';

beforeAll(async () => {
  const folder = await writeFolder({
    'data-python/benchmark.yaml': manifestText({ ...MANIFEST, family: 'data-python', runtime: 'python' }),
    'data-python/objective.py': PYTHON,
    'data-node/benchmark.yaml': manifestText({ ...MANIFEST, family: 'data-node' }),
    'data-node/objective.js': NODE,
  });
  vi.stubEnv('HPORT_BENCHMARKS', folder);
  families = await Promise.all(['data-python', 'data-node'].map(loadFamily));
  vi.unstubAllEnvs();
});

beforeEach(() => {
  cache = folderOf();
  vi.stubEnv('HPORT_CACHE', cache);
  vi.stubEnv('HPORT_DATA_MIRROR', folderOf({ 'toy/numbers': NUMBERS, 'toy/more': MORE }));
  return () => vi.unstubAllEnvs();
});

for (const engine of await listEngines()) {
  const isContainer = engine.name === 'docker';
  const ask = (family: Family, instance: string, act: string): Promise<Outcome> =>
    evaluateOnce(family, { instance, configuration: { act }, fidelity: {}, seed: 0 }, { engine: engine.name });
  const able = (): readonly Family[] => families.filter((family) => engine.refuses(family, SIZE) === undefined);

  describe.skipIf(isContainer && !engineHere)(
    `data of guests on the engine ${engine.name}`,
    { timeout: 120_000 },
    () => {
      it('are the files of the instance, brought before the guest starts, and no others', async () => {
        expect(able()).not.toEqual([]);
        for (const family of able()) {
          expect(await ask(family, 'a', 'sum')).toMatchObject({ status: 'completed', metrics: { loss: 8 } });
          expect(visible(cache).filter((path) => path.startsWith(family.name))).toHaveLength(1);
          expect(await ask(family, 'b', 'sum')).toMatchObject({ status: 'completed', metrics: { loss: 31 } });
          expect(visible(cache).filter((path) => path.startsWith(family.name))).toHaveLength(2);
        }
      });

      it('that are not to be had are missed before anything starts', async () => {
        for (const family of able()) {
          await expect(ask(family, 'c', 'sum')).rejects.toThrow(
            /the file table of data-\w+ is in no cache and no mirror/,
          );
        }
      });

      it.runIf(isContainer)('can be read although their owner lets nobody else read new files', async () => {
        const umask = process.umask(0o077);
        try {
          for (const family of able()) expect(await ask(family, 'a', 'sum')).toMatchObject({ metrics: { loss: 8 } });
        } finally {
          process.umask(umask);
        }
      });

      it.runIf(isContainer)('cannot be written to', async () => {
        for (const family of able()) {
          expect(await ask(family, 'a', 'write')).toMatchObject({ status: 'completed', metrics: { loss: 1 } });
          expect(await readdir(join(cache, family.name))).not.toContain('mine');
        }
      });
    },
  );
}
