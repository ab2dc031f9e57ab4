export type MetricRole = 'objective' | 'feature' | 'constraint' | 'test' | 'info';

/** A number that a benchmark returns. It has one role; the direction matters for objectives and constraints. */
export interface MetricDefinition {
  readonly direction: 'minimize' | 'maximize';
  readonly role: MetricRole;
  /** Plausibility bounds, inclusive: a result outside them is refused. */
  readonly lower?: number;
  readonly upper?: number;
  /** Best attainable value at the highest fidelity, where known. */
  readonly optimum?: number;
  /**
   * The smallest and the largest value that the source reports for the instance, over all fidelities: something to normalise by, and
   * a reference point. No bound: a better configuration than all of the source's may lie beyond.
   */
  readonly observed?: readonly [number, number];
  /** Why not to trust it, in one sentence: told to whoever optimises it. */
  readonly notice?: string;
  readonly unit?: string;
  /** Measured seconds and the like: differs from call to call even with the same seed. */
  readonly measured?: boolean;
  /** For a role `test` metric: the objective that it is the test value of. */
  readonly of?: string;
  /** For a role `test` metric: the objective's value without noise, no second measurement, so that it may equal it. */
  readonly exact?: boolean;
  /** An answer may lack it. An evaluation whose study wants it (as objective, feature or constraint) then fails, and no other. */
  readonly optional?: boolean;
}
