/** The words every room shares: configurations, fidelities, outcomes. No code, so that anything may import it. */

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** The value of one hyperparameter. */
export type Value = number | string | boolean;

/** Active parameters only: an inactive conditional parameter is absent. */
export type Configuration = Readonly<Record<string, Value>>;

/** Where the objective is evaluated: every fidelity parameter of the benchmark; `{}` for a black box. */
export type Fidelity = Readonly<Record<string, number>>;

/** Finite numbers by metric name, in the benchmark's own sign. */
export type Metrics = Readonly<Record<string, number>>;

/** One point of a learning curve: metrics of a running evaluation at a level of its first continuing fidelity. */
export interface Progress {
  readonly level: number;
  readonly metrics: Metrics;
}

/** What an optimizer wants evaluated. */
export interface Suggestion {
  /** Dense from 0; the same trial again is the same configuration at another fidelity. */
  readonly trial: number;
  readonly configuration: Configuration;
  readonly fidelity: Fidelity;
  /** The earlier evaluation (its number) of this trial whose checkpoint to continue from. */
  readonly continues?: number;
  /** Fold, seed or instance axis, from 0 (irace, noisy objectives). */
  readonly replicate?: number;
  /**
   * Levels of the first continuing fidelity, ascending and below that of `fidelity`, at which the optimizer judges the
   * evaluation while it runs.
   */
  readonly watch?: readonly number[];
  /** Bracket, rung, parent, who proposed it: logged, and handed back verbatim. */
  readonly origin?: JsonObject;
}

/** Why an evaluation did not complete; the first seven are the wire's application errors 1 to 7. */
export type ErrorCode =
  | 'invalid-configuration'
  | 'invalid-fidelity'
  | 'unknown-instance'
  | 'objective-failed'
  | 'out-of-memory'
  | 'checkpoint-missing'
  | 'cancelled'
  | 'deadline'
  | 'invalid-result'
  | 'guest-exited';

export type FailureStatus = 'failed' | 'timed-out' | 'out-of-memory' | 'cancelled';

export interface Completed {
  readonly status: 'completed';
  /** Seconds by the benchmark's clock, > 0. */
  readonly cost: number;
  readonly metrics: Metrics;
  readonly checkpoint?: string;
  /** It was to continue from a checkpoint that was gone, and started from scratch. */
  readonly restarted?: true;
  /** Only when asked for. */
  readonly curve?: readonly Progress[];
  /** When its bytes were read, in milliseconds by `performance.now`: for the real clock, which keeps it to itself. */
  readonly arrivedAt?: number;
}

/** The optimizer had it stopped at a watched level: neither completed nor failed. */
export interface Stopped {
  readonly status: 'stopped';
  /** Seconds until then. */
  readonly cost: number;
  /** The watched level that it had reached. */
  readonly level: number;
  /** At that level. */
  readonly metrics: Metrics;
}

export interface Failed {
  readonly status: FailureStatus;
  /** Seconds until the failure, > 0. */
  readonly cost: number;
  readonly code: ErrorCode;
  readonly message: string;
  /** As for `Completed`. */
  readonly arrivedAt?: number;
}

/** What a benchmark made of an evaluation: a failure is data, not an exception. */
export type Answer = Completed | Failed;

/** What became of an evaluation. */
export type Outcome = Answer | Stopped;
