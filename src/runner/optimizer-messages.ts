import type { SuiteErrorCode, SuiteErrorDetails } from '../core/errors.js';
import type { JsonObject } from '../core/types.js';
import type { Now, Observation, Problem, Report } from '../optimizers/optimizer.js';
import type { Descriptor } from '../protocol/descriptor.js';

/** What a thread needs to make the optimizer of a run again: data only, since no function gets into another thread. */
export interface ThreadStart {
  readonly optimizer: string;
  readonly options: JsonObject;
  readonly seed: number;
  readonly spaces: Pick<Descriptor, 'space' | 'fidelities'>;
  readonly problem: Omit<Problem, 'space' | 'fidelities'>;
}

/** Answered in the order in which they were posted. */
export type Question =
  | { readonly kind: 'ask'; readonly value: Now }
  | { readonly kind: 'tell'; readonly value: Observation }
  | { readonly kind: 'report'; readonly value: Report }
  | { readonly kind: 'dispose' };

export type Reply = { readonly value: unknown } | { readonly error: ThrownError };

/** An error in parts: a thread would get it without its fields. */
export interface ThrownError {
  readonly message: string;
  readonly stack: string | undefined;
  /** Of a `SuiteError`. */
  readonly code?: SuiteErrorCode;
  readonly details?: SuiteErrorDetails;
}
