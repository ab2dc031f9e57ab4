import { objectiveBenchmark } from '../../protocol/objective.js';
import { listRuntimes, loadObjective } from '../../runtimes/registry.js';
import type { Engine, EngineSession, SessionOptions } from './engine.js';
import { familyCode } from './parts/family-code.js';
import { noticeForeignCode } from './parts/foreign-code.js';

/** The objective's own code inside the runner: no wire, no isolation, a million evaluations a second. */
const inline: Engine = {
  name: 'inline',
  summary:
    'TypeScript families, tables and models inside the runner: fastest, no isolation, no deadline, no memory limit',
  embedded: true,
  keeps: [],
  refuses: ({ name, runtime }, size) => {
    if (size.gpus > 0) return 'the inline engine gives no GPUs to its workers';
    return listRuntimes().includes(runtime)
      ? undefined
      : `the inline engine runs families of the runtimes ${listRuntimes().join(', ')}, and ${name} is ${runtime}`;
  },
  open: (options) => Promise.resolve(openSession(options)),
};
export default inline;

const openSession = ({ onNotice }: SessionOptions): EngineSession => ({
  prepare: (family) => {
    noticeForeignCode('inline', family, onNotice);
    return Promise.resolve({ reference: familyCode(family) });
  },
  start: async ({ family, image, data }) => {
    const { folder, descriptors, runtime } = family;
    const place = data === undefined ? {} : { data };
    const objective = await loadObjective(runtime, { folder, code: image.reference, descriptors, ...place });
    // The runner made these configurations and checked the recipe's: checking them again would be half of the time.
    const benchmark = objectiveBenchmark(objective, descriptors, { trusted: true, ...place });
    return { benchmark, gone: new Promise(() => undefined), stop: () => Promise.resolve(undefined) };
  },
  [Symbol.asyncDispose]: () => Promise.resolve(),
});
