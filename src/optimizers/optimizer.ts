import type { Rng } from '../core/rng.js';
import type { JsonSchema } from '../core/schema.js';
import type { JsonObject, Outcome, Progress, Suggestion } from '../core/types.js';
import type { FidelitySpace } from '../fidelity/space.js';
import type { ParameterType } from '../space/parameter.js';
import type { SearchSpace } from '../space/space.js';

/** What a run may spend: whichever is used up first ends it. At least one is given. */
export interface Budget {
  readonly evaluations?: number;
  /** In units of one evaluation at the highest fidelity (`FidelitySpace.relativeCost`). */
  readonly fullEvaluations?: number;
  /** On the run's clock. */
  readonly seconds?: number;
}

/** A metric by name, with the bounds that the benchmark declares for it. */
export interface MetricReference {
  readonly name: string;
  readonly lower?: number;
  readonly upper?: number;
}

/** All that an optimizer may know of what it optimises. Objectives are minimised: the runner flips signs. */
export interface Problem {
  readonly space: SearchSpace;
  readonly fidelities: FidelitySpace;
  readonly objectives: readonly MetricReference[];
  readonly features: readonly MetricReference[];
  readonly constraints: readonly MetricReference[];
  readonly budget: Budget;
  /** A hint, not a limit. */
  readonly workers: number;
  /** Earlier observations to start from (warm start); their trials are not this run's. */
  readonly observations?: readonly Observation[];
}

/** An evaluation that has ended. */
export interface Observation {
  /** Number of the evaluation: the runner counts suggestions from 0 in the order they were asked. */
  readonly evaluation: number;
  readonly suggestion: Suggestion;
  readonly outcome: Outcome;
  /** Values of the problem's objectives in its order, minimised; empty unless completed (a stopped one was reported). */
  readonly objectives: readonly number[];
}

/** A running evaluation has come to a level at which its suggestion has it watched. */
export interface Report extends Progress {
  readonly evaluation: number;
  readonly suggestion: Suggestion;
  readonly objectives: readonly number[];
}

/** There is no "pause": what is to be continued later is asked for up to the level at which it pauses. */
export type Decision = 'continue' | 'stop';

export type Ask =
  { readonly kind: 'suggest'; readonly suggestion: Suggestion } | { readonly kind: 'wait' } | { readonly kind: 'done' };

export interface Now {
  /** Fraction of the run's budget that is spent, 0..1. */
  readonly spent: number;
  /** Idle workers, this question's included. */
  readonly free: number;
}

/** All may return promises (an optimizer in a thread, a process or a container of its own); a native one answers at once. */
export interface Optimizer {
  /** 'wait' leaves the state as it was, and is only legal while evaluations are outstanding. */
  ask(now: Now): Ask | Promise<Ask>;
  /**
   * In any order; the runner tells of each suggestion once, and of nothing else, which an optimizer need not check. Returns the
   * trials whose checkpoints can go.
   */
  tell(observation: Observation): readonly number[] | Promise<readonly number[]>;
  /**
   * Only optimizers that judge a running evaluation: called once at each level that the suggestion has watched, in order. After
   * 'stop' it is told with the status 'stopped'.
   */
  report?(report: Report): Decision | Promise<Decision>;
  /**
   * Only optimizers that own something, such as a process: lets go of it. Called once when the run has ended, failed or was
   * interrupted, perhaps with evaluations outstanding or before the first question; nothing is asked or told afterwards. The
   * runner waits for it, but not for ever.
   */
  [Symbol.asyncDispose]?(): PromiseLike<void>;
}

/** Which problems an optimizer can take. */
export interface Supports {
  readonly objectives: 'one' | 'many';
  /** How many fidelity parameters it can drive; the others stay at their highest level. */
  readonly fidelities: 'none' | 'one' | 'many';
  readonly features: boolean;
  readonly parameters: readonly ParameterType[];
}

/**
 * What an optimizer takes from losses: their order only (`rank`: an increasing function of an only objective changes nothing), or
 * more (`none`: such as a model of the losses themselves).
 */
export type Invariance = 'rank' | 'none';

/** The default export of a file in `optimizers/`: the file's name is the optimizer's. */
export interface OptimizerDefinition<Options extends JsonObject = JsonObject> {
  readonly name: string;
  /** Citation. */
  readonly source: string;
  /** One sentence for `hport list optimizers`. */
  readonly summary: string;
  readonly supports: Supports;
  /** With these options. The contract of optimizers tests what is claimed. */
  invariance(options: Options): Invariance;
  /** Whether these options leave nothing to the seed; without it, none do. */
  isSeedless?(options: Options): boolean;
  /** A closed object schema; every default lives here and only here. */
  readonly options: JsonSchema;
  /**
   * Refuses options that make no sense for the problem with a `SuiteError` of code 'user' whose `key` is relative to the
   * options; called at plan time too, and what it makes there is dropped without a word: what an optimizer owns it opens when it
   * is first asked or told.
   */
  create(problem: Problem, options: Options, rng: Rng): Optimizer;
  /**
   * What `hport plan` and `hport run` should warn of although it can be run: sentences, such as that the method cannot use all
   * of its workers. Called only where `create` refuses nothing.
   */
  warn?(problem: Problem, options: Options): readonly string[];
}
