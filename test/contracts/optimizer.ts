import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import { compileSchema } from '../../src/core/schema.js';
import type { JsonObject, Suggestion } from '../../src/core/types.js';
import type { Ask, Invariance, Optimizer, OptimizerDefinition, Problem } from '../../src/optimizers/optimizer.js';
import { thrown } from '../fidelity/thrown.js';
import {
  drive,
  freeze,
  landscape,
  suggestionsOf,
  withoutAmbience,
  type Drive,
  type Event,
} from '../optimizers/drive.js';
import { PROBLEMS, problemFor, type ProblemName, type ProblemSource } from '../optimizers/problems.js';

export interface OptimizerContractOptions {
  /** More options to go through it with; `{}` and some that the schema suggests are always among them. */
  readonly variants?: readonly JsonObject[];
}

/** What every optimizer promises: design.md section 6, specs/optimizers.md E4 and F6. */
export function describeOptimizerContract(
  definition: OptimizerDefinition,
  options: OptimizerContractOptions = {},
): void {
  const variants = [...suggestedVariants(definition), ...(options.variants ?? [])];
  describe(`optimizer ${definition.name}`, () => {
    describeDefinition(definition);
    describe.each(variants)('with the options %j', (variant) => {
      const subject = createSubject(definition, variant);
      describeAsks(subject);
      describeRules(subject);
      describeLogs(subject);
    });
  });
}

/** One definition with one set of options: makes fresh instances on frozen inputs. */
interface Subject {
  readonly invariance: Invariance;
  readonly isSeedless: boolean;
  problem(source: ProblemSource | ProblemName, more?: Partial<Problem>): Problem;
  create(problem: Problem, seed?: number): Optimizer;
}

function createSubject(definition: OptimizerDefinition, given: JsonObject): Subject {
  const options = freeze(filled(definition, given));
  return {
    invariance: definition.invariance(options),
    isSeedless: definition.isSeedless?.(options) === true,
    problem: (source, more) =>
      freeze(problemFor(definition, typeof source === 'string' ? PROBLEMS[source] : source, more)),
    create: (problem, seed = 0) =>
      withoutAmbience(() => definition.create(problem, options, createRng('contract', seed))),
  };
}

function filled({ options: schema }: OptimizerDefinition, given: JsonObject): JsonObject {
  const options = structuredClone(given);
  expect(compileSchema(schema).fill(options)).toEqual([]);
  return options;
}

function suggestedVariants({ options }: OptimizerDefinition): JsonObject[] {
  const properties = (options as JsonObject)['properties'] as JsonObject;
  const known = (name: string, values: readonly (number | string | boolean)[]): JsonObject[] => {
    const { enum: legal = values } = (properties[name] ?? { enum: [] }) as { readonly enum?: readonly unknown[] };
    return values.filter((value) => legal.includes(value)).map((value) => ({ [name]: value }));
  };
  return [
    {},
    ...known('eta', [2, 4, 2.5]),
    ...known('rule', ['paper', 'synetune', 'synetune-0.16']),
    ...known('refill', ['new']),
    ...known('cycles', [1]),
    ...known('deduplicate', [true]),
    ...known('order', ['lexicographic']),
    ...known('scramble', ['linear-matrix', 'none']),
    ...known('restarts', ['none', 'same']),
    ...known('batch_method', ['hb']),
    ...known('surrogate', ['bohblrn', 'knn7']),
    ...('trees' in properties ? [{ surrogate: 'ranger', trees: 20 }] : []),
    ...known('filter_algorithm', ['progressive']),
    ...known('barrier', [true]),
    ...known('configurations', [10]),
    ...known('type', ['stopping']),
    ...known('trials', [20]),
    ...known('keep', [1]),
    ...known('rungs', ['shared']),
    ...known('weights', ['optuna']),
    ...known('variant', ['fixed']),
    ...known('random_fraction', [0]),
    ...known('structure', ['grouped', 'univariate']),
    ...('estimator' in properties ? [HYPEROPT] : []),
    ...known('constant_liar', [false]),
    ...known('failures', ['ignored']),
    ...known('good_weights', ['hypervolume']),
    ...known('encoding', ['reference']),
    ...known('mutation', ['best2']),
    ...known('crossover', ['exp-in-place']),
    ...known('promotion', ['bracket']),
    ...known('selection', ['worst']),
    ...known('removal', ['worst-of-sample']),
    ...known('boundary', ['resampled']),
    ...known('acceptance', ['best']),
    ...known('restart', ['perturb']),
  ];
}

const HYPEROPT: JsonObject = { estimator: 'hyperopt', structure: 'univariate', gamma: 'hyperopt', n_startup: 20 };

function describeDefinition(definition: OptimizerDefinition): void {
  it('says what it is, and from where', () => {
    expect(definition.name).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(definition.summary).toMatch(/\.$/);
    expect(definition.source.length).toBeGreaterThan(10);
    expect(definition.supports.parameters.length).toBeGreaterThan(0);
  });

  it('has a closed schema of options whose defaults are legal', () => {
    expect(definition.options).toMatchObject({ type: 'object', additionalProperties: false });
    const schema = compileSchema(definition.options);
    expect(schema.check(filled(definition, {}))).toEqual([]);
    expect(schema.check({ ...filled(definition, {}), 'no-such-option': 1 })).toHaveLength(1);
  });

  it('takes a black box, or refuses it as a mistake of the user at a key', () => {
    const subject = createSubject(definition, {});
    const message = thrown(() => subject.create(subject.problem({ ...PROBLEMS.mixed, fidelities: [] })));
    if (definition.supports.fidelities === 'none') expect(message).toBe('nothing thrown');
    else expect(message).toMatch(/^(nothing thrown|user \w+: )/);
  });
}

function describeAsks(subject: Subject): void {
  const mixed = subject.problem('mixed');
  const run = runner(subject);

  it('asks the same at the same seed, and something else at another if the seed has a say', () => {
    const asks = suggestionsOf(run(mixed));
    expect(suggestionsOf(run(mixed))).toEqual(asks);
    const other = suggestionsOf(run(mixed, {}, 1));
    if (subject.isSeedless) expect(other).toEqual(asks);
    else expect(other).not.toEqual(asks);
  });

  it('asks these fifty first', () => {
    const problem = subject.problem('two axes');
    const events = run(problem, { workers: 4, evaluations: 50, evaluate: landscape(problem, { failures: 0.1 }) });
    expect(suggestionsOf(events).map((suggestion) => JSON.stringify(suggestion))).toMatchSnapshot();
  });

  it.runIf(subject.invariance === 'rank')('asks the same when losses are transformed by an increasing function', () => {
    // Volumes under several objectives have no such symmetry.
    const problem = subject.problem('mixed', { objectives: mixed.objectives.slice(0, 1) });
    const asks = (transform: (value: number) => number): Suggestion[] =>
      suggestionsOf(run(problem, { workers: 3, evaluate: landscape(problem, { failures: 0.1, transform }) }));
    const plain = asks((value) => value);
    expect(asks((value) => 100 * value ** 3)).toEqual(plain);
    expect(asks((value) => Math.log(value + 1e-3) - 50)).toEqual(plain);
  });
}

function describeRules(subject: Subject): void {
  const mixed = subject.problem('mixed');
  const run = runner(subject);

  it('keeps the rules on every problem, with answers in any order and failures in any share', () => {
    const situation = fc.record({
      name: fc.constantFrom(...(Object.keys(PROBLEMS) as ProblemName[]).filter((name) => takes(subject, name))),
      workers: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constant(64)),
      failures: fc.constantFrom(0, 0.1, 0.5, 0.9, 1),
      order: fc.infiniteStream(fc.nat()),
      seed: fc.nat(3),
    });
    fc.assert(
      fc.property(situation, ({ name, workers, failures, order, seed }) => {
        const problem = subject.problem(name);
        const next = (n: number): number => (order.next().value as number) % Math.max(1, n);
        const evaluate = landscape(problem, { failures });
        expectRules(problem, run(problem, { workers, evaluations: 100, evaluate, next }, seed));
      }),
      { numRuns: 15, seed: 1 },
    );
  });

  it('bears ties everywhere', () => {
    expectRules(mixed, run(mixed, { workers: 4, evaluate: landscape(mixed, { transform: () => 0.5 }) }));
  });
}

function describeLogs(subject: Subject): void {
  const mixed = subject.problem('mixed');
  const run = runner(subject);

  it('replays its own log of eight workers and failures; asking again while it waits changes nothing', () => {
    const evaluate = landscape(mixed, { failures: 0.2 });
    const luck = createRng('completion order');
    const events = run(mixed, { workers: 8, evaluations: 300, evaluate, next: (n) => luck.integer(Math.max(1, n)) });
    const again = subject.create(mixed);
    for (const event of events) {
      if (event.kind === 'tell') expect(again.tell(event.observation)).toEqual(event.released);
      else if (event.kind === 'report') expect(again.report?.(event.report)).toBe(event.decision);
      else for (let i = 0; i < timesToAsk(event.answer); i++) expect(again.ask(event.now)).toEqual(event.answer);
    }
  });

  it('starts from earlier observations without taking their trials for its own', () => {
    const observations = run(mixed, { evaluations: 60, evaluate: landscape(mixed, { failures: 0.1 }) }, 7).flatMap(
      (event) => (event.kind === 'tell' ? [event.observation] : []),
    );
    const warm = subject.problem('mixed', { observations });
    expectRules(warm, run(warm));
  });
}

/** Whether options and problem fit: what does not is refused as a mistake of the user, at a key. */
function takes(subject: Subject, name: ProblemName): boolean {
  const message = thrown(() => subject.create(subject.problem(name)));
  if (message !== 'nothing thrown') expect(message).toMatch(/^user \w+: /);
  return message === 'nothing thrown';
}

type Runner = (problem: Problem, more?: Partial<Drive>, seed?: number) => Event[];

function runner(subject: Subject): Runner {
  return (problem, more = {}, seed = 0) =>
    drive(subject.create(problem, seed), { workers: 1, evaluations: 150, evaluate: landscape(problem), ...more });
}

function timesToAsk({ kind }: Ask): number {
  return kind === 'suggest' ? 1 : 3;
}

/** Everything that can be seen of a run to be right or wrong. */
function expectRules(problem: Problem, events: readonly Event[]): void {
  const suggestions: Suggestion[] = [];
  const completed = new Set<number>();
  const running = new Set<string>();
  const released = new Set<number>();
  let trials = 0;
  for (const event of events) {
    if (event.kind === 'tell') {
      const { suggestion, outcome, evaluation } = event.observation;
      running.delete(lane(suggestion));
      if (outcome.status === 'completed') completed.add(evaluation);
      for (const trial of event.released) {
        expect(trial < trials && !released.has(trial), `trial ${trial} is released once`).toBe(true);
        released.add(trial);
      }
    } else if (event.kind === 'ask' && event.answer.kind === 'suggest') {
      const { suggestion } = event.answer;
      expectSuggestion(problem, suggestion, suggestions);
      expect(suggestion.trial, 'trials are dense').toBeLessThanOrEqual(trials);
      trials = Math.max(trials, suggestion.trial + 1);
      expect(running.has(lane(suggestion)), 'one trial, one worker').toBe(false);
      running.add(lane(suggestion));
      // What is evaluated again (DEHB's promoted, from scratch) leaves a checkpoint again.
      if (suggestion.continues === undefined) released.delete(suggestion.trial);
      if (suggestion.continues !== undefined) {
        expect(completed.has(suggestion.continues), 'continues what has completed').toBe(true);
        expect(released.has(suggestion.trial), 'continues what was not released').toBe(false);
      } else {
        // It leaves another checkpoint than the one that went.
        released.delete(suggestion.trial);
      }
      suggestions.push(suggestion);
    }
  }
}

function lane({ trial, replicate }: Suggestion): string {
  return `${trial}/${replicate ?? 0}`;
}

function expectSuggestion(problem: Problem, suggestion: Suggestion, before: readonly Suggestion[]): void {
  const { trial, configuration, fidelity, continues } = suggestion;
  expect(problem.space.check(configuration)).toEqual([]);
  expect(problem.fidelities.check(fidelity)).toEqual([]);
  expectWatch(problem, suggestion);
  const sibling = before.find((other) => other.trial === trial);
  if (sibling !== undefined) expect(configuration).toEqual(sibling.configuration);
  if (continues === undefined) return;
  const source = before[continues];
  expect(source?.trial).toBe(trial);
  expect(problem.fidelities.continues((source as Suggestion).fidelity, fidelity)).toBe(true);
}

/** Admissible levels of the first continuing axis, ascending, above where it continues from and below where it goes. */
function expectWatch({ fidelities }: Problem, { fidelity, watch }: Suggestion): void {
  if (watch === undefined) return;
  const axis = fidelities.parameters.find(({ continuation }) => continuation)?.name ?? 'none';
  for (const level of watch) expect(fidelities.check({ ...fidelity, [axis]: level })).toEqual([]);
  const levels = [0, ...watch, fidelity[axis] as number];
  levels.slice(1).forEach((level, index) => expect(level).toBeGreaterThan(levels[index] as number));
}
