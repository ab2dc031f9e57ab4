import type { Engine, EngineSession, Guest, ImageIdentity } from './engines/engine.js';
import type { Evaluator, Task } from './evaluator.js';
import type { Family } from './families.js';
import { checkGuest } from './guest-check.js';
import { inlineEvaluator } from './inline-evaluator.js';
import { createJudge, type Judge } from './outcome.js';
import type { RunPlan } from './plan.js';
import { createPool, type GuestKind, type LendRequest, type Pool } from './pool.js';
import { poolEvaluator } from './pool-evaluator.js';
import { guestData } from './provide-data.js';
import type { Recipe } from './recipe.js';
import { assignGpus } from './slots.js';
import { createWitness, type Witness } from './witness.js';

/** Where a study's evaluations happen: an engine's session, and a pool of warm guests. */
export interface Backends extends AsyncDisposable {
  /** Digests of the images that run. */
  readonly images: ReadonlyMap<string, ImageIdentity>;
  /** Resolves when the run's workers are warm, where seconds are measured: a start is not the optimizer's time. */
  evaluatorOf(run: EvaluatedRun, signal?: AbortSignal): Promise<Evaluator>;
}

/** Without a problem no metric is wanted more than another. */
export type EvaluatedRun = Pick<RunPlan, 'id' | 'family' | 'descriptor'> & Partial<Pick<RunPlan, 'problem'>>;

export interface BackendRules extends Pick<Recipe, 'study' | 'workers' | 'concurrency' | 'deadline' | 'retries'> {
  /** Told how each guest was lost that an evaluation was tried in. */
  readonly onLoss?: (run: string, words: string) => void;
}

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
  return engine.embedded ? embedded(session, families, images) : await pooled(session, families, images, rules);
}

type Images = ReadonlyMap<string, ImageIdentity>;

/** The objectives are the runner's own code: one of each serves everybody. */
function embedded(session: EngineSession, families: readonly Family[], images: Images): Backends {
  const size = { count: 1, cpus: 1, memoryBytes: 0, pids: 0, gpus: 0 };
  const guests = new Map<string, Promise<Guest>>();
  return {
    images,
    evaluatorOf: async (run) => {
      const family = familyOf(run, families);
      const image = images.get(family.name) as ImageIdentity;
      const spec = { family, ...guestData(family), image, slot: 0, size, gpus: [], run: run.id };
      const guest = guests.get(family.name) ?? session.start(spec);
      guests.set(family.name, guest);
      return inlineEvaluator((await guest).benchmark, judgeOf(run), isMeasured(run));
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function pooled(
  session: EngineSession,
  families: readonly Family[],
  images: Images,
  rules: BackendRules,
): Promise<Backends> {
  const { workers, concurrency, deadline = Infinity, retries, onLoss } = rules;
  const measuring = families.filter((family) => Object.values(family.descriptors).some(isMeasuring)).length;
  // Workers of a recorded benchmark are simulated: one guest answers for all of them.
  const slots = Math.max(measuring === 0 ? 0 : workers.count * concurrency, families.length - measuring);
  const gpus = await assignGpus(workers, slots);
  const pool: Pool = createPool(slots);
  const kinds = new Map<string, GuestKind>();
  const kindOf = (family: Family, measured: boolean): GuestKind => {
    const known = kinds.get(family.name);
    if (known !== undefined) return known;
    const image = images.get(family.name) as ImageIdentity;
    const kind: GuestKind = {
      inFlight: measured ? 1 : PIPELINED,
      guests: measured ? slots : 1,
      start: async (slot, run, signal) => {
        const spec = { family, ...guestData(family), image, slot, size: workers, gpus: gpus[slot] ?? [], run };
        return await checkGuest(await session.start(spec, signal), family, signal);
      },
    };
    kinds.set(family.name, kind);
    return kind;
  };
  const witnesses = new Map<string, Witness>();
  const witnessOf = ({ family, descriptor }: EvaluatedRun): Witness => {
    const witness = witnesses.get(family) ?? createWitness(knownTask(descriptor));
    witnesses.set(family, witness);
    return witness;
  };
  const evaluatorOf = async (run: EvaluatedRun, signal?: AbortSignal): Promise<Evaluator> => {
    const measured = isMeasured(run);
    const kind = kindOf(familyOf(run, families), measured);
    if (measured) await warmUp(pool, { kind, run: run.id, alone: false, signal }, workers.count);
    return poolEvaluator({
      ...(onLoss !== undefined && { onLoss: (words: string) => onLoss(run.id, words) }),
      witness: witnessOf(run),
      run: run.id,
      pool,
      kind,
      judge: judgeOf(run),
      deadline: measured ? deadline : HANG_SECONDS,
      clock: measured ? 'real' : 'virtual',
      retries,
    });
  };
  return { images, evaluatorOf, [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose]() };
}

/** An evaluation whose answer the family declares. */
function knownTask({ instance, golden: [known] }: RunPlan['descriptor']): Task | undefined {
  if (known === undefined) return undefined;
  const { configuration, fidelity, seed } = known;
  return { instance, configuration, fidelity, seed };
}

/** A guest that does not start is not reported here: the first evaluation that wants it tries again, and says why. */
async function warmUp(pool: Pool, request: LendRequest, count: number): Promise<void> {
  const lending = await Promise.allSettled(Array.from({ length: count }, () => pool.lend(request)));
  for (const lent of lending) if (lent.status === 'fulfilled') lent.value.release();
}

function familyOf(run: EvaluatedRun, families: readonly Family[]): Family {
  return families.find((each) => each.name === run.family) as Family;
}

/** An evaluation that lacks what its optimizer is to be told has failed. */
function judgeOf({ descriptor, problem }: EvaluatedRun): Judge {
  const wanted = [...(problem?.objectives ?? []), ...(problem?.features ?? []), ...(problem?.constraints ?? [])];
  return createJudge(
    descriptor,
    wanted.map(({ name }) => name),
  );
}

function isMeasured({ descriptor }: EvaluatedRun): boolean {
  return isMeasuring(descriptor);
}

function isMeasuring({ clock }: Pick<RunPlan['descriptor'], 'clock'>): boolean {
  return clock === 'measured';
}
