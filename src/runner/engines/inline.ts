import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { userError } from '../../core/errors.js';
import type { Objective } from '../../protocol/benchmark.js';
import { objectiveBenchmark } from '../../protocol/objective.js';
import type { Family } from '../families.js';
import type { Engine, EngineSession } from './engine.js';
import { objectiveFolder } from './parts/objective-file.js';

/** The objective's own code inside the runner: no wire, no isolation, a million evaluations a second. */
const inline: Engine = {
  name: 'inline',
  summary: 'TypeScript families inside the runner itself: fastest, no isolation, no deadline, no memory limit',
  embedded: true,
  refuses: (family, size) => {
    if (size.gpus > 0) return 'the inline engine gives no GPUs to its workers';
    return family.runtime === 'node'
      ? undefined
      : `the inline engine runs TypeScript families, and ${family.name} is ${family.runtime}`;
  },
  open: () => Promise.resolve(session),
};
export default inline;

const session: EngineSession = {
  prepare: (family) => Promise.resolve({ reference: join(objectiveFolder(family), 'objective.js') }),
  start: async ({ family, image, data }) => {
    const objective = await importObjective(family, image.reference);
    // The runner made these configurations and checked the recipe's: checking them again would be half of the time.
    const benchmark = objectiveBenchmark(objective, family.descriptors, {
      trusted: true,
      ...(data !== undefined && { data }),
    });
    return { benchmark, gone: new Promise(() => undefined), stop: () => Promise.resolve(undefined) };
  },
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

async function importObjective(family: Family, file: string): Promise<Objective> {
  const module = (await import(pathToFileURL(file).href)) as { default?: Partial<Objective> };
  if (typeof module.default?.evaluate === 'function') return module.default as Objective;
  throw userError(`the objective of ${family.name} has no default export with a function "evaluate"`, {
    file,
    mend: 'export default { evaluate } satisfies Objective;',
  });
}
