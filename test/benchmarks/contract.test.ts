import { expect, it } from 'vitest';
import type { Engine } from '../../src/runner/engines/engine.js';
import { listEngines } from '../../src/runner/engines/registry.js';
import { type Family, listFamilies, loadFamily } from '../../src/runner/families.js';
import { describeBenchmarkContract } from '../contracts/benchmark.js';
import { engineHere } from '../images/engine-here.js';
import { mirror } from '../mirror.js';

const SIZE = { count: 1, cpus: 1, memoryBytes: 2 * 1024 ** 3, pids: 256, gpus: 0 };

const engines = (await listEngines()).filter(isHere);

for (const name of await listFamilies()) {
  const family = await loadFamily(name);
  if (!hasData(family)) {
    it.skip(`family ${name}: there is no mirror to take its data from`);
    continue;
  }
  for (const engine of engines) {
    if (engine.refuses(family, SIZE) === undefined) describeBenchmarkContract(name, engine.name);
  }
}

it.runIf(process.env['CI'] === 'true')('has an engine for containers where tests must run', () => {
  expect(engineHere).toBe(true);
});

/** A family without data has all that it needs; the checks take the others' from the mirror of the tests. */
function hasData({ data }: Family): boolean {
  if (Object.values(data).every((files) => files.length === 0)) return true;
  const folder = mirror();
  if (folder !== undefined) process.env['HPORT_DATA_MIRROR'] = folder;
  return folder !== undefined;
}

/** `npm test` looks for docker; other container engines are for machines of their own. */
function isHere({ name }: Engine): boolean {
  return name === 'inline' || name === 'process' || (name === 'docker' && engineHere);
}
