import { expect, it } from 'vitest';
import type { Engine } from '../../src/runner/engines/engine.js';
import { listEngines } from '../../src/runner/engines/registry.js';
import { listFamilies, loadFamily } from '../../src/runner/families.js';
import { refuseUnpinned } from '../../src/runner/unpinned.js';
import { describeBenchmarkContract } from '../contracts/benchmark.js';
import { engineHere } from '../images/engine-here.js';

const SIZE = { count: 1, cpus: 1, memoryBytes: 2 * 1024 ** 3, pids: 256, gpus: 0 };

const engines = (await listEngines()).filter(isHere);

for (const name of await listFamilies()) {
  const family = await loadFamily(name);
  if (Object.keys(family.unpinned).length > 0) {
    it(`refuses to run ${name}, whose files nobody can be sure of`, async () => {
      await expect(refuseUnpinned(family)).rejects.toThrow('has no known sum');
    });
    continue;
  }
  for (const engine of engines) {
    if (engine.refuses(family, SIZE) === undefined) describeBenchmarkContract(name, engine.name);
  }
}

it.runIf(process.env['CI'] === 'true')('has an engine for containers where tests must run', () => {
  expect(engineHere).toBe(true);
});

/** `npm test` looks for docker; other container engines are for machines of their own. */
function isHere({ name }: Engine): boolean {
  return name === 'inline' || name === 'process' || (name === 'docker' && engineHere);
}
