import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src/runner/engines/engine.js';
import { listEngines } from '../../src/runner/engines/registry.js';
import { listFamilies, loadFamily, type Family } from '../../src/runner/families.js';
import { describeBenchmarkContract } from '../contracts/benchmark.js';
import { engineHere } from '../images/engine-here.js';
import { mirror } from '../mirror.js';

const SIZE = { count: 1, cpus: 1, memoryBytes: 2 * 1024 ** 3, pids: 256, gpus: 0 };

const engines = await listEngines();
const data = mirror();
if (data !== undefined) process.env['HPORT_DATA_MIRROR'] = data;

for (const name of await listFamilies()) {
  const family = await loadFamily(name);
  if (needsData(family) && data === undefined) {
    it.skip(`${name}: its data are not here`);
    continue;
  }
  if (Object.keys(family.unpinned).length > 0) {
    it.skip(`${name}: no sum of its model is known, so that it is not run`);
    continue;
  }
  for (const engine of enginesOf(family)) describeBenchmarkContract(name, engine);
}

describe('the contract', () => {
  it.runIf(process.env['CI'] === 'true')('has an engine for containers where tests must run', () => {
    expect(engineHere).toBe(true);
  });
});

/**
 * The lightest engine that takes the family, and containers. The check of each compares it with a process, so that one needs
 * no turn of its own. `npm test` looks for docker; other container engines are for machines of their own.
 */
function enginesOf(family: Family): readonly string[] {
  const takes = (name: string): boolean => engines.some((each) => isCalled(each, name, family));
  const light = ['inline', 'process'].find(takes);
  return [...(light === undefined ? [] : [light]), ...(engineHere && takes('docker') ? ['docker'] : [])];
}

function isCalled(engine: Engine, name: string, family: Family): boolean {
  return engine.name === name && engine.refuses(family, SIZE) === undefined;
}

function needsData({ descriptors }: Family): boolean {
  return Object.values(descriptors).some(({ data: files }) => files !== undefined && Object.keys(files).length > 0);
}
