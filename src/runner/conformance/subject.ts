import type { EvaluateParams } from '../../protocol/benchmark.js';
import type { Engine } from '../engines/engine.js';
import { loadEngine } from '../engines/registry.js';
import type { Family } from '../families.js';
import type { Workers } from '../recipe.js';
import { openWorkbench, type Workbench } from '../workbench.js';
import { drawEvaluations } from './draw.js';
import { createInstance, type Instance } from './instance.js';
import { createRespondent, isFailure, type Attempt, type Respondent } from './respondent.js';

/** A family on an engine, as the checks see it. Disposing of it ends its guests. */
export interface Subject extends AsyncDisposable {
  readonly family: Family;
  readonly engine: Engine;
  readonly instances: readonly Instance[];
  readonly size: Workers | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onNotice: ((line: string) => void) | undefined;
  /** The guest that most checks share. */
  guest(): Promise<Respondent>;
  /** A new guest. */
  fresh(): Promise<Respondent>;
  /** Ends the shared guest after something went wrong: the next check gets another. */
  renew(): Promise<void>;
  /** Seeded random evaluations of an instance; made once. */
  sample(instance: Instance): Promise<readonly Attempt[]>;
  /** The evaluations of the sample that took least time, at least one. */
  cheapest(instance: Instance, count: number): Promise<readonly EvaluateParams[]>;
}

export interface SubjectOptions {
  readonly engine: string;
  readonly size?: Workers | undefined;
  readonly signal?: AbortSignal;
  onNotice?(line: string): void;
}

/** @throws SuiteError when the engine is not there or cannot run the family */
export async function openSubject(family: Family, options: SubjectOptions): Promise<Subject> {
  const { size, signal } = options;
  const onNotice = options.onNotice?.bind(options);
  const engine = await loadEngine(options.engine);
  const instances = Object.values(family.descriptors).map(createInstance);
  const workbench = await openWorkbench(family, options.engine, { size, signal, onNotice });
  const fresh = async (): Promise<Respondent> => createRespondent(await workbench.start(signal), signal);
  let shared: Promise<Respondent> | undefined;
  const guest = (): Promise<Respondent> => (shared ??= fresh());
  const samples = new Map<string, Promise<readonly Attempt[]>>();
  const sample = (instance: Instance): Promise<readonly Attempt[]> => {
    const known = samples.get(instance.name) ?? takeSample(guest, instance, instances.length);
    samples.set(instance.name, known);
    return known;
  };
  return {
    ...{ family, engine, instances, size, signal, onNotice, guest, fresh, sample },
    renew: async () => {
      const lost = shared;
      shared = undefined;
      await stop(lost);
    },
    cheapest: async (instance, count) => {
      const answered = (await sample(instance)).filter(({ answer }) => !isFailure(answer));
      const quickest = [...answered].sort((a, b) => a.seconds - b.seconds).slice(0, count);
      return quickest.map(({ params }) => params);
    },
    [Symbol.asyncDispose]: () => dispose(workbench),
  };
}

/** Ends all guests with it. */
async function dispose(workbench: Workbench): Promise<void> {
  await workbench[Symbol.asyncDispose]();
}

async function stop(guest: Promise<Respondent> | undefined): Promise<void> {
  try {
    await (await guest)?.stop();
  } catch {
    // It never started: whoever waited for it was told.
  }
}

const LARGEST_SAMPLE = 32;
const SMALLEST_SAMPLE = 6;
/** Real seconds for the samples of all instances together. */
const SAMPLE_SECONDS = 20;

async function takeSample(
  guest: () => Promise<Respondent>,
  instance: Instance,
  instances: number,
): Promise<readonly Attempt[]> {
  const respondent = await guest();
  const end = performance.now() + (SAMPLE_SECONDS * 1000) / instances;
  const attempts: Attempt[] = [];
  for (const params of drawEvaluations(instance, 'sample', LARGEST_SAMPLE)) {
    if (attempts.length >= SMALLEST_SAMPLE && performance.now() > end) break;
    attempts.push(await respondent.ask(params));
  }
  return attempts;
}
