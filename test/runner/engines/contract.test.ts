import { describe } from 'vitest';
import { listEngines } from '../../../src/runner/engines/registry.js';
import { loadFamily } from '../../../src/runner/families.js';
import { engineContract } from '../../contracts/engine.js';
import { engineHere } from '../../images/engine-here.js';
import { fixture, traces } from './bench.js';

const countingOnes = await loadFamily('counting-ones');
const absent = await fixture('absent');
const hostile = await fixture('hostile');
const size = { count: 1, cpus: 1, memoryBytes: 0, pids: 0, gpus: 0 };

for (const engine of await listEngines()) {
  const needsEngine = engine.name === 'docker';
  describe.skipIf(needsEngine && !engineHere)(`the engine ${engine.name}`, { timeout: 120_000 }, () => {
    const runs = [countingOnes, hostile].filter((family) => engine.refuses(family, size) === undefined);
    const isPython = engine.refuses(absent, size) === undefined;
    engineContract({
      engine,
      families: runs,
      traces: () => traces(undefined, needsEngine),
      ...(isPython && {
        broken: { family: absent, says: /exited with code 1[^]*ModuleNotFoundError: .*a_module_that_is_not_there/ },
      }),
    });
  });
}
