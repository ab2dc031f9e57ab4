import { expect } from 'vitest';
import { canonical } from '../../src/core/json.js';
import { createRng } from '../../src/core/rng.js';
import type { FailureStatus, Outcome, Suggestion } from '../../src/core/types.js';
import type { Ask, Decision, Now, Observation, Optimizer, Problem, Report } from '../../src/optimizers/optimizer.js';

/** What an optimizer was asked and told, in order: its log. */
export type Event =
  | { readonly kind: 'ask'; readonly now: Now; readonly answer: Ask }
  | { readonly kind: 'report'; readonly report: Report; readonly decision: Decision }
  | { readonly kind: 'tell'; readonly observation: Observation; readonly released: readonly number[] };

export interface Drive {
  readonly workers: number;
  /** Suggestions to ask for. */
  readonly evaluations: number;
  readonly evaluate: (suggestion: Suggestion, evaluation: number) => Pick<Observation, 'outcome' | 'objectives'>;
  /** Which of `n` running evaluations ends next, or comes to its next watched level; the oldest by default. */
  readonly next?: (n: number) => number;
  /** The axis along which evaluations are watched. */
  readonly watched?: string;
}

/** A runner without clocks: keeps all workers busy, and ends when enough was asked, or the optimizer is done. */
export function drive(optimizer: Optimizer, { evaluations, ...how }: Drive): Event[] {
  const { workers, evaluate, next = () => 0 } = how;
  const events: Event[] = [];
  const running: Running[] = [];
  let asked = 0;
  let waits = false;
  for (;;) {
    while (!waits && asked < evaluations && running.length < workers) {
      const now = { spent: asked / evaluations, free: workers - running.length };
      const answer = atOnce(withoutAmbience(() => optimizer.ask(now)));
      events.push({ kind: 'ask', now, answer });
      if (answer.kind === 'wait') expect(running.length, 'waits with something outstanding').toBeGreaterThan(0);
      if (answer.kind === 'done') evaluations = asked;
      waits = answer.kind !== 'suggest';
      if (answer.kind !== 'suggest') break;
      const { suggestion } = answer;
      const observation = freeze({ evaluation: asked, suggestion, ...evaluate(suggestion, asked) });
      running.push({ observation, levels: [...(suggestion.watch ?? [])] });
      asked++;
    }
    const at = next(running.length);
    const current = running[at];
    if (current === undefined) return events;
    const observation = goOn(optimizer, current, how, events);
    if (observation === undefined) continue;
    running.splice(at, 1);
    const released = atOnce(withoutAmbience(() => optimizer.tell(observation)));
    events.push({ kind: 'tell', observation, released });
    waits = false;
  }
}

interface Running {
  readonly observation: Observation;
  /** Those watched levels that are still to come. */
  readonly levels: number[];
}

/** Lets an evaluation come to its next watched level, or to its end, which is returned. What fails on its way ends there. */
function goOn(
  optimizer: Optimizer,
  { observation, levels }: Running,
  { evaluate, watched = 'epochs' }: Pick<Drive, 'evaluate' | 'watched'>,
  events: Event[],
): Observation | undefined {
  const level = levels.shift();
  if (level === undefined) return observation;
  const { evaluation, suggestion } = observation;
  const fidelity = { ...suggestion.fidelity, [watched]: level };
  const { outcome, objectives } = evaluate({ ...suggestion, fidelity }, evaluation);
  if (outcome.status !== 'completed') return freeze({ evaluation, suggestion, outcome, objectives });
  const { metrics, cost } = outcome;
  const report = freeze({ evaluation, suggestion, level, metrics, objectives });
  const decision = withoutAmbience(() => optimizer.report?.(report));
  if (decision === undefined || decision instanceof Promise)
    throw new Error('an optimizer that has evaluations watched judges them at once');
  events.push({ kind: 'report', report, decision });
  const stopped = { status: 'stopped', cost, level, metrics } as const;
  return decision === 'stop' ? freeze({ evaluation, suggestion, outcome: stopped, objectives: [] }) : undefined;
}

export function suggestionsOf(events: readonly Event[]): Suggestion[] {
  return events.flatMap((event) =>
    event.kind === 'ask' && event.answer.kind === 'suggest' ? [event.answer.suggestion] : [],
  );
}

export interface Landscape {
  /** Share of evaluations that fail, 0..1. */
  readonly failures?: number;
  /** Applied to every objective. */
  readonly transform?: (value: number) => number;
}

const STATUSES: readonly FailureStatus[] = ['failed', 'timed-out', 'out-of-memory', 'cancelled'];

/** A noisy landscape: objectives are a hash of configuration and fidelity, on a grid of a millionth. */
export function landscape(
  problem: Problem,
  { failures = 0, transform = (value) => value }: Landscape = {},
): Drive['evaluate'] {
  const names = [...problem.objectives, ...problem.features].map(({ name }) => name);
  return ({ configuration, fidelity }, evaluation) => {
    const rng = createRng('landscape', canonical(configuration), canonical(fidelity));
    const luck = createRng('luck', evaluation);
    if (luck.float() < failures) return { outcome: failure(luck.integer(STATUSES.length)), objectives: [] };
    const drawn = names.map(() => rng.integer(1e6) / 1e6);
    // Not of features: where they lie is no matter of better or worse.
    const values = drawn.map((value, index) => (index < problem.objectives.length ? transform(value) : value));
    const metrics = Object.fromEntries(names.map((name, index) => [name, values[index] as number]));
    return {
      outcome: { status: 'completed', cost: 1, metrics },
      objectives: values.slice(0, problem.objectives.length),
    };
  };
}

function failure(kind: number): Outcome {
  const status = STATUSES[kind] as FailureStatus;
  return { status, cost: 1, code: 'objective-failed', message: 'made to fail' };
}

/** A native optimizer answers at once: the loop of a native run pays for no promise. */
function atOnce<Answer>(answer: Answer | Promise<Answer>): Answer {
  if (answer instanceof Promise) throw new Error('a native optimizer answers without a promise');
  return answer;
}

/** Whoever asks for the time or for ambient randomness, here, is told off. */
export function withoutAmbience<Result>(act: () => Result): Result {
  const [random, now] = [Math.random, Date.now];
  const forbidden = (name: string) => (): never => {
    throw new Error(`an optimizer must not call ${name}`);
  };
  Math.random = forbidden('Math.random');
  Date.now = forbidden('Date.now');
  try {
    return act();
  } finally {
    Math.random = random;
    Date.now = now;
  }
}

/** Frozen to the leaves; typed arrays, which cannot be, are left alone. */
export function freeze<Item>(item: Item): Item {
  if (typeof item !== 'object' || item === null || ArrayBuffer.isView(item) || Object.isFrozen(item)) return item;
  Object.freeze(item);
  for (const value of Object.values(item)) freeze(value);
  return item;
}
