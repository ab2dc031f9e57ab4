import { bug } from '../../core/errors.js';
import { createRng } from '../../core/rng.js';
import { compileSchema } from '../../core/schema.js';
import type { JsonObject, Metrics, Suggestion } from '../../core/types.js';
import { createFidelitySpace } from '../../fidelity/space.js';
import type { Observation, Problem } from '../../optimizers/optimizer.js';
import { loadOptimizer } from '../../optimizers/registry.js';
import type { Descriptor } from '../../protocol/descriptor.js';
import { createSearchSpace } from '../../space/space.js';
import type { Asker, Question } from './asker.js';
import { SEED } from './design.js';
import { lossOf } from './sample.js';

/** One after the other, each from the best that are known so far. */
const SEARCHERS = ['differential-evolution', 'local-search'] as const;

/**
 * How many evaluations a search has: more in more dimensions. In the 3 to 7 of the small surrogates a search ten times as long finds
 * nothing that is more than 1e-6 better; in the 14 and 34 of the large ones it still may, and the best is the best known.
 */
export function searchLength({ space }: Descriptor): number {
  return SEARCHERS.length * lengthEach(createSearchSpace(space).dimensions);
}

function lengthEach(dimensions: number): number {
  return Math.max(500, 10 * dimensions ** 2);
}

/** A generation of differential evolution; as many are evaluated at once, and as many good ones are begun with. */
const TOGETHER = 20;

export interface Search {
  readonly ask: Asker;
  readonly descriptor: Descriptor;
  readonly metric: string;
  /** What was evaluated before, and its losses. */
  readonly questions: readonly Question[];
  readonly losses: readonly number[];
}

/** A search of fixed length for the least loss: who asked has seen it. */
export async function searchBest(search: Search): Promise<void> {
  let known = startOf(search);
  for (const name of SEARCHERS) {
    const found = await runSearcher(name, search, known);
    known = [...known, ...found].sort((a, b) => lossAt(a) - lossAt(b)).slice(0, TOGETHER);
  }
}

function startOf({ descriptor, metric, questions, losses }: Search): readonly Observation[] {
  const order = [...losses.keys()].sort((a, b) => (losses[a] as number) - (losses[b] as number));
  const fidelity = createFidelitySpace(descriptor.fidelities).highest;
  return order.slice(0, TOGETHER).flatMap((index, evaluation) => {
    const { configuration } = questions[index] as Question;
    const loss = losses[index] as number;
    if (loss === Infinity) return [];
    const own = descriptor.metrics[metric]?.direction === 'maximize' ? -loss : loss;
    return [observationOf(evaluation, { trial: evaluation, configuration, fidelity }, { [metric]: own }, loss)];
  });
}

async function runSearcher(name: string, search: Search, known: readonly Observation[]): Promise<Observation[]> {
  const { ask, descriptor, metric } = search;
  const definition = await loadOptimizer(name);
  const options: JsonObject = {};
  if (compileSchema(definition.options).fill(options).length > 0) throw bug(`${name} has options without defaults`);
  const rng = createRng('references', SEED, descriptor.family, descriptor.instance, metric, name);
  const problem = problemOf(descriptor, metric, known);
  const optimizer = definition.create(problem, options, rng);
  const observations: Observation[] = [];
  const length = problem.budget.evaluations as number;
  while (observations.length < length) {
    const free = Math.min(TOGETHER, length - observations.length);
    const suggestions: Suggestion[] = [];
    while (suggestions.length < free) {
      const now = { spent: observations.length / length, free: free - suggestions.length };
      const asked = await optimizer.ask(now);
      if (asked.kind !== 'suggest') break;
      suggestions.push(asked.suggestion);
    }
    if (suggestions.length === 0) break;
    const answers = await ask(suggestions.map(({ configuration }) => ({ configuration, seed: SEED })));
    const told = suggestions.map((suggestion, at) => {
      const loss = lossOf(descriptor.metrics[metric], answers[at]?.[metric]);
      return observationOf(observations.length + at, suggestion, answers[at], loss);
    });
    for (const observation of told) await optimizer.tell(observation);
    observations.push(...told);
  }
  return observations;
}

function problemOf(descriptor: Descriptor, metric: string, observations: readonly Observation[]): Problem {
  const space = createSearchSpace(descriptor.space);
  return {
    space,
    fidelities: createFidelitySpace(descriptor.fidelities),
    objectives: [{ name: metric }],
    features: [],
    constraints: [],
    budget: { evaluations: lengthEach(space.dimensions) },
    workers: TOGETHER,
    observations,
  };
}

function observationOf(
  evaluation: number,
  suggestion: Suggestion,
  metrics: Metrics | undefined,
  loss: number,
): Observation {
  const outcome: Observation['outcome'] =
    metrics === undefined || loss === Infinity
      ? { status: 'failed', cost: 1, code: 'objective-failed', message: 'no result' }
      : { status: 'completed', cost: 1, metrics };
  return { evaluation, suggestion, outcome, objectives: outcome.status === 'completed' ? [loss] : [] };
}

function lossAt({ objectives }: Observation): number {
  return objectives[0] ?? Infinity;
}
