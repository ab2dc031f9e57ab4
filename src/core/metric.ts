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
   * The scale of normalised regret, from the family's `references.json`. The suite writes it into `study.json`; neither a manifest
   * nor what a guest describes has it.
   */
  readonly scale?: DeclaredScale;
  /**
   * The smallest and the largest value that the source reports for the instance, over all fidelities. No bound: a better
   * configuration than all of the source's may lie beyond. Nothing is normalised by it.
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

/** Two values of a metric at the highest fidelity, in the benchmark's own sign: where normalised regret is 0, and where it is 1. */
export interface DeclaredScale {
  readonly best: number;
  /** Whether `best` is the optimum. Otherwise it is the best value known, and may be surpassed. */
  readonly exact: boolean;
  /** Of uniformly drawn configurations; one that failed counts as the worst that did not. */
  readonly median: number;
  /** How both were found, in words. */
  readonly how: string;
}
