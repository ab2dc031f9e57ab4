import { join } from 'node:path';
import { createRng } from '../../src/core/rng.js';
import { packageRoot } from '../../src/core/package.js';
import type { Descriptor } from '../../src/protocol/descriptor.js';
import { loadEngine } from '../../src/runner/engines/registry.js';
import type { Engine, EngineSession, GuestSpec } from '../../src/runner/engines/engine.js';
import { connectDocker, type Docker } from '../../src/runner/engines/parts/docker-client.js';
import type { Task } from '../../src/runner/evaluator.js';
import { loadFamily } from '../../src/runner/families.js';
import type { Workers } from '../../src/runner/recipe.js';
import { createSearchSpace } from '../../src/space/space.js';

/** The engine, open for measurements in containers. */
export interface Dock extends AsyncDisposable {
  readonly engine: Engine;
  readonly session: EngineSession;
  readonly docker: Docker;
  /** A family whose image is there. */
  load(name: string): Promise<Subject>;
}

/** A family to measure, and what its guests are made for. */
export interface Subject {
  readonly spec: GuestSpec;
  readonly descriptor: Descriptor;
  /** Evaluations of configurations drawn at random, at the lowest fidelity. */
  tasks(count: number): readonly Task[];
}

/** A worker's size. */
export const SIZE: Workers = { count: 1, cpus: 1, memoryBytes: 512 * 2 ** 20, pids: 64, gpus: 0 };

/** @param say is told what takes time */
export async function openDock(say: (line: string) => void): Promise<Dock> {
  const engine = await loadEngine('docker');
  const session = await engine.open({ study: 'bench', onNotice: say });
  const docker = await connectDocker();
  return {
    engine,
    session,
    docker,
    load: (name) => loadSubject(session, name),
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}

async function loadSubject(session: EngineSession, name: string): Promise<Subject> {
  process.env['HPORT_BENCHMARKS'] = join(packageRoot(), 'test', 'bench', 'families');
  const family = await loadFamily(name);
  const descriptor = Object.values(family.descriptors)[0] as Descriptor;
  const image = await session.prepare(family);
  const fidelity = Object.fromEntries(descriptor.fidelities.map((each) => [each.name, each.lower]));
  const space = createSearchSpace(descriptor.space);
  const rng = createRng('bench', 0);
  const drawTask = (): Task => ({
    instance: descriptor.instance,
    configuration: space.sample(rng),
    fidelity,
    seed: rng.integer(2 ** 31),
  });
  return {
    spec: { family, image, slot: 0, size: SIZE, gpus: [], run: 'bench' },
    descriptor,
    tasks: (count) => Array.from({ length: count }, drawTask),
  };
}
