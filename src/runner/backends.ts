import { canonical } from '../core/json.js';
import { infrastructureError } from '../core/errors.js';
import type { Engine, EngineSession, Guest, ImageIdentity } from './engines/engine.js';
import type { Evaluator } from './evaluator.js';
import type { Family } from './families.js';
import { inlineEvaluator } from './inline-evaluator.js';
import { createJudge } from './outcome.js';
import type { RunPlan } from './plan.js';
import { createPool, type Pool } from './pool.js';
import { poolEvaluator } from './pool-evaluator.js';
import type { Recipe } from './recipe.js';
import { assignGpus } from './slots.js';

/** Where a study's evaluations happen: an engine's session, and a pool of warm guests for each family. */
export interface Backends extends AsyncDisposable {
  /** Digests of the images that run. */
  readonly images: ReadonlyMap<string, ImageIdentity>;
  evaluatorOf(run: RunPlan): Promise<Evaluator>;
}

export type BackendRules = Pick<Recipe, 'study' | 'workers' | 'concurrency' | 'deadline' | 'retries'>;

/** One guest answers pipelined calls at once where nothing is measured. */
const PIPELINED = 64;
/** Real seconds after which a guest of a recorded benchmark is taken to hang. */
const HANG_SECONDS = 600;

export async function openBackends(
  engine: Engine,
  session: EngineSession,
  families: readonly Family[],
  rules: BackendRules,
): Promise<Backends> {
  const images = new Map<string, ImageIdentity>();
  for (const family of families) images.set(family.name, await session.prepare(family));
  const pools = new Map<string, Pool>();
  const embedded = new Map<string, Promise<Guest>>();
  const gpus = engine.embedded ? [] : await assignGpus(rules.workers, rules.workers.count * rules.concurrency);
  const start = (family: Family, slot: number, run: string, signal?: AbortSignal): Promise<Guest> => {
    const image = images.get(family.name) as ImageIdentity;
    return session.start({ family, image, slot, size: rules.workers, gpus: gpus[slot] ?? [], run }, signal);
  };
  const poolOf = (family: Family, measured: boolean): Pool => {
    const known = pools.get(family.name);
    if (known !== undefined) return known;
    const slots = measured ? rules.workers.count * rules.concurrency : 1;
    const begin = async (slot: number, run: string, signal?: AbortSignal): Promise<Guest> =>
      await checkGuest(await start(family, slot, run, signal), family);
    const pool = createPool({ slots, inFlight: measured ? 1 : PIPELINED, start: begin });
    pools.set(family.name, pool);
    return pool;
  };
  const evaluatorOf = async (run: RunPlan): Promise<Evaluator> => {
    const family = families.find((each) => each.name === run.family) as Family;
    const judge = createJudge(run.descriptor);
    const measured = run.descriptor.clock === 'measured';
    if (engine.embedded) {
      const guest = embedded.get(family.name) ?? start(family, 0, run.id);
      embedded.set(family.name, guest);
      return inlineEvaluator((await guest).benchmark, judge, measured);
    }
    return poolEvaluator({
      run: run.id,
      pool: poolOf(family, measured),
      judge,
      deadline: measured ? (rules.deadline ?? Infinity) : HANG_SECONDS,
      clock: measured ? 'real' : 'virtual',
      retries: rules.retries,
    });
  };
  return {
    images,
    evaluatorOf,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...pools.values()].map((pool) => pool[Symbol.asyncDispose]()));
    },
  };
}

/** A guest that describes another benchmark than the manifest was made from another manifest: its answers would be another's. */
async function checkGuest(guest: Guest, family: Family): Promise<Guest> {
  try {
    for (const [instance, expected] of Object.entries(family.descriptors).slice(0, 1)) {
      const found = await guest.benchmark.describe(instance);
      if (canonical(found) !== canonical(expected)) {
        throw infrastructureError(`the guest of ${family.name} describes another benchmark than benchmark.yaml`, {
          mend: `Build its image again: hport build ${family.name}`,
        });
      }
    }
    return guest;
  } catch (error) {
    await guest.stop();
    throw error;
  }
}
