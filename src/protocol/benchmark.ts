import type { Configuration, ErrorCode, Fidelity, Metrics, Progress } from '../core/types.js';
import type { Descriptor } from './descriptor.js';

/** Everything that one evaluation needs: no session state, so a restarted worker is as good as the old one. */
export interface EvaluateParams {
  readonly instance: string;
  readonly configuration: Configuration;
  readonly fidelity: Fidelity;
  /** 0..2^31-1 */
  readonly seed: number;
  /** A token of an earlier result to continue from. */
  readonly checkpoint?: string;
  /** Ask for `progress` notifications. */
  readonly progress?: boolean;
  /** Ask for a checkpoint in the result (only continuing families give one). */
  readonly keep?: boolean;
}

export interface EvaluateResult {
  readonly metrics: Metrics;
  /** Seconds, > 0: the recorded cost from scratch, or the measured cost of what was done now. */
  readonly cost: number;
  readonly checkpoint?: string;
}

export interface EvaluateOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** The guest implements it, the host's client is it, a test's stub is it. May answer without a promise (inline tables). */
export interface Benchmark {
  describe(instance: string): Descriptor | Promise<Descriptor>;
  evaluate(params: EvaluateParams, options?: EvaluateOptions): EvaluateResult | Promise<EvaluateResult>;
  /** Many at once, where that is faster; results in order, each an answer or an error. */
  evaluateBatch?(batch: readonly EvaluateParams[], options?: EvaluateOptions): Promise<readonly EvaluateAnswer[]>;
  /** These checkpoints will not be asked for again. */
  release?(checkpoints: readonly string[]): void;
}

export type ApplicationError = Exclude<ErrorCode, 'deadline' | 'invalid-result' | 'guest-exited'>;

/** Application errors of the wire. */
export const ERROR_CODES: Readonly<Record<ApplicationError, number>> = {
  'invalid-configuration': 1,
  'invalid-fidelity': 2,
  'unknown-instance': 3,
  'objective-failed': 4,
  'out-of-memory': 5,
  'checkpoint-missing': 6,
  cancelled: 7,
};

/** An evaluation that failed for a reason of the benchmark's; anything else that is thrown is the infrastructure's. */
export class EvaluationError extends Error {
  readonly code: ApplicationError;
  /** Seconds until the failure, if the benchmark knows (recorded clocks). */
  readonly cost: number | undefined;

  constructor(code: ApplicationError, message: string, cost?: number) {
    super(message);
    this.name = 'EvaluationError';
    this.code = code;
    this.cost = cost;
  }
}

/** The guest answered, but what it answered is no result. Only the host's client throws it; other calls go on. */
export class InvalidResult extends Error {
  readonly code = 'invalid-result';
  /** As for `EvaluationError`: the cost, where at least that was legal. */
  readonly cost: number | undefined;

  constructor(message: string, cost?: number) {
    super(message);
    this.name = 'InvalidResult';
    this.cost = cost;
  }
}

/** One of a batch. */
export type EvaluateAnswer = EvaluateResult | EvaluationError | InvalidResult;

/** What a family's `evaluate` gets beside its arguments. */
export interface ObjectiveContext {
  readonly descriptor: Descriptor;
  readonly signal: AbortSignal;
  /** Call at each level reached; does nothing unless the caller asked for progress. */
  readonly report: (level: number, metrics: Metrics) => void;
  /** Whether anybody listens to `report`: what is made for it alone need not be made otherwise. */
  readonly wantsProgress: boolean;
  /** The paths of the instance's files of data, by the names that its manifest gives them. */
  readonly data: Readonly<Record<string, string>>;
  /** Folder of an earlier checkpoint to continue from. */
  readonly continueFrom?: string;
  /** Folder to leave a checkpoint in; absent when none is wanted. */
  readonly keepIn?: string;
}

/** What a contributor writes, the default export of `objective.ts` being `{ evaluate }`, and nothing else. */
export interface Objective {
  evaluate(
    configuration: Configuration,
    fidelity: Fidelity,
    seed: number,
    instance: string,
    context: ObjectiveContext,
  ): ObjectiveResult | Promise<ObjectiveResult>;
  evaluateBatch?(
    batch: readonly Pick<EvaluateParams, 'configuration' | 'fidelity' | 'seed' | 'instance'>[],
  ): readonly ObjectiveAnswer[] | Promise<readonly ObjectiveAnswer[]>;
}

/** One of a batch: an objective that fails here and there says where. */
export type ObjectiveAnswer = ObjectiveResult | EvaluationError;

export interface ObjectiveResult {
  readonly metrics: Metrics;
  /** Seconds. Recorded clocks must give it; on a measured clock the guest measures when it is absent. */
  readonly cost?: number;
}
