import { openBackends } from '../../src/runner/backends.js';
import type { Task } from '../../src/runner/evaluator.js';
import { startBare } from './bare-container.js';
import { bareClient } from './bare-client.js';
import type { BenchCase } from './bench-case.js';
import { type Dock, openDock, SIZE, type Subject } from './dock.js';
import { ratios, row } from './report.js';
import { type Side, takeTurns } from './turns.js';

const SLICES = 15;

/**
 * Starts and stops of a container whose image is there. Ours: a hardened container, our guest, the question what it is, and the
 * first evaluation. Bare: create, start and first call of a bare guest in the same image behind the same kind of socket, not
 * hardened, which is the least that anybody could wait for; hardened, to tell what of the difference is hardening.
 */
export const containerLife: BenchCase = {
  name: 'container-life',
  needsEngine: true,
  run: async (say) => {
    await using dock = await openDock(say);
    say(`starts and stops of a container, ${SLICES} slices in turn`);
    for (const family of ['eight-node', 'eight-python']) await measure(dock, await dock.load(family), say);
  },
};

async function measure(dock: Dock, subject: Subject, say: (line: string) => void): Promise<void> {
  const sides = [lifeOfOurs(dock, subject), lifeOfBare(dock, subject, false), lifeOfBare(dock, subject, true)];
  for (const side of sides) await side();
  const [ours, plain, hardened] = (await takeTurns(SLICES, sides)) as [Values, Values, Values];
  const { name } = subject.spec.family;
  say(row(`${name}: bare, not hardened, first answer, ms`, plain.start));
  say(row(`${name}: bare, hardened, first answer, ms`, hardened.start));
  say(row(`${name}: ours, first answer, ms`, ours.start));
  say(row(`${name}: ours / bare, not hardened`, ratios(ours.start, plain.start), { atMost: 1.15 }));
  say(row(`${name}: ours / bare, hardened`, ratios(ours.start, hardened.start)));
  say(row(`${name}: bare, stop, ms`, plain.stop));
  say(row(`${name}: ours, stop, ms`, ours.stop, { atMost: 500 }));
}

interface Values {
  readonly start: readonly number[];
  readonly stop: readonly number[];
}

function lifeOfOurs({ engine, session }: Dock, subject: Subject): Side<'start' | 'stop'> {
  const { family } = subject.spec;
  const { descriptor } = subject;
  const rules = { study: 'bench', workers: SIZE, concurrency: 1, retries: 0 };
  return async () => {
    const backends = await openBackends(engine, session, [family], rules);
    const evaluator = await backends.evaluatorOf({ id: 'bench', family: family.name, descriptor });
    const began = performance.now();
    const outcome = await evaluator.evaluate(subject.tasks(1)[0] as Task);
    const started = performance.now();
    if (outcome.status !== 'completed') throw new Error(`an evaluation ${outcome.status}: ${outcome.message}`);
    await backends[Symbol.asyncDispose]();
    return { start: started - began, stop: performance.now() - started };
  };
}

function lifeOfBare({ docker }: Dock, subject: Subject, hardened: boolean): Side<'start' | 'stop'> {
  return async () => {
    const began = performance.now();
    const bare = await startBare(docker, subject, hardened);
    await bareClient(bare.socket)(subject.tasks(1)[0] as Task, 0);
    const started = performance.now();
    await bare[Symbol.asyncDispose]();
    return { start: started - began, stop: performance.now() - started };
  };
}
