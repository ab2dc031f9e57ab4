import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { processIdentity } from '../../../src/core/identity.js';
import type { Outcome } from '../../../src/core/types.js';
import { type BackendRules, type Backends, openBackends } from '../../../src/runner/backends.js';
import type { EngineSession, ImageIdentity } from '../../../src/runner/engines/engine.js';
import { connectDocker, type Container } from '../../../src/runner/engines/parts/docker-client.js';
import { RUNNER_LABEL } from '../../../src/runner/engines/parts/docker-sweep.js';
import { loadEngine } from '../../../src/runner/engines/registry.js';
import type { Evaluator, Task } from '../../../src/runner/evaluator.js';
import { type Family, loadFamily } from '../../../src/runner/families.js';
import type { Workers } from '../../../src/runner/recipe.js';

export const FIXTURES: string = fileURLToPath(new URL('fixtures', import.meta.url));

/** A family of this folder's fixtures. */
export async function fixture(name: string): Promise<Family> {
  vi.stubEnv('HPORT_BENCHMARKS', FIXTURES);
  try {
    return await loadFamily(name);
  } finally {
    vi.unstubAllEnvs();
  }
}

export const SIZE: Workers = { count: 1, cpus: 1, memoryBytes: 96 * 2 ** 20, pids: 32, gpus: 0 };

export const RULES: BackendRules = { study: 'test', workers: SIZE, concurrency: 1, retries: 0 };

/** An engine at work for one family; what it runs is the suite's own code all the way down. */
export interface Bench extends AsyncDisposable {
  readonly family: Family;
  readonly image: ImageIdentity;
  readonly session: EngineSession;
  /** Evaluates under rules of its own, in guests of its own. */
  open(rules?: Partial<BackendRules>): Promise<OpenBench>;
}

export interface OpenBench extends AsyncDisposable {
  readonly evaluator: Evaluator;
  /** How guests were lost, in words. */
  readonly lost: readonly string[];
  /** Evaluates an act of the family `hostile`. */
  act(act: string, more?: Partial<Task> & { readonly x?: number; readonly signal?: AbortSignal }): Promise<Outcome>;
}

export async function openBench(engineName: string, familyName = 'hostile'): Promise<Bench> {
  const family = await fixture(familyName);
  const engine = await loadEngine(engineName);
  const session = await engine.open({ study: 'test' });
  const image = await session.prepare(family);
  const open = async (rules: Partial<BackendRules> = {}): Promise<OpenBench> => {
    const lost: string[] = [];
    const onLoss = (_run: string, words: string): void => void lost.push(words);
    const backends: Backends = await openBackends(engine, session, [family], { ...RULES, onLoss, ...rules });
    const descriptor = Object.values(family.descriptors)[0] as Family['descriptors'][string];
    const evaluator = await backends.evaluatorOf({ id: 'test.run', family: family.name, descriptor });
    const act: OpenBench['act'] = async (name, { x = 1, signal, ...more } = {}) => {
      const configuration = { act: name, x };
      return await evaluator.evaluate(
        { instance: 'only', configuration, fidelity: { steps: 4 }, seed: 1, ...more },
        signal,
      );
    };
    return { evaluator, act, lost, [Symbol.asyncDispose]: () => backends[Symbol.asyncDispose]() };
  };
  return { family, image, session, open, [Symbol.asyncDispose]: () => session[Symbol.asyncDispose]() };
}

/** Containers of a runner, this process unless told otherwise. */
export async function containersOf(identity: string = processIdentity()): Promise<readonly Container[]> {
  const docker = await connectDocker();
  const filters = { label: [`${RUNNER_LABEL}=${identity}`] };
  const found = await docker.listContainers({ all: true, filters });
  return found.map(({ Id }) => docker.getContainer(Id));
}

/** Whatever a runner has in the engine and among the temporary folders, in words. */
export async function traces(identity: string = processIdentity(), withEngine = true): Promise<readonly string[]> {
  const folders = readdirSync(tmpdir()).filter((name) => {
    const owner = join(tmpdir(), name, 'runner');
    return name.startsWith('hport-') && existsSync(owner) && readFileSync(owner, 'utf8') === identity;
  });
  if (!withEngine) return folders;
  const docker = await connectDocker();
  const filters = { label: [`${RUNNER_LABEL}=${identity}`] };
  const volumes = (await docker.listVolumes({ filters })) as { readonly Volumes: readonly { Name: string }[] | null };
  const containers = await containersOf(identity);
  return [...folders, ...containers.map(({ id }) => id), ...(volumes.Volumes ?? []).map(({ Name }) => Name)];
}

/** Asks again and again until it holds. @throws Error when it does not within the bound. */
export async function until(holds: () => boolean | Promise<boolean>, milliseconds = 10_000): Promise<number> {
  const began = performance.now();
  while (!(await holds())) {
    if (performance.now() - began > milliseconds) throw new Error(`not so after ${milliseconds} ms: ${String(holds)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return performance.now() - began;
}
