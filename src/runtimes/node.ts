import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { userError } from '../core/errors.js';
import type { Objective } from '../protocol/benchmark.js';
import type { Runtime } from './runtime.js';

/** Code of the family's own: the default export of its `objective.js`. */
const node: Runtime = {
  name: 'node',
  load: async ({ code }) => {
    const file = join(code, 'objective.js');
    if (!existsSync(file)) throw userError('there is no objective.js', { file });
    const module = (await import(pathToFileURL(file).href)) as { readonly default?: Partial<Objective> };
    if (typeof module.default?.evaluate === 'function') return module.default as Objective;
    throw userError('the default export must be an object with a function evaluate', {
      file,
      mend: 'export default { evaluate } satisfies Objective;',
    });
  },
};
export default node;
