import type { JsonSchema } from '../core/schema.js';
import type {
  Configuration,
  ErrorCode,
  FailureStatus,
  Fidelity,
  JsonObject,
  Metrics,
  Progress,
} from '../core/types.js';

/** First line of a run's log: everything that its other lines depend on, and nothing that differs between machines or engines. */
export interface Started {
  readonly record: 'started';
  readonly format: 1;
  readonly suite: string;
  readonly study: string;
  readonly run: string;
  readonly benchmark: {
    readonly family: string;
    readonly instance: string;
    readonly version: string;
    /** Digest of the family's folder. */
    readonly source: string;
    /** The sha256 of each file of data, by its name in the manifest; absent where the instance needs none. */
    readonly data?: Readonly<Record<string, string>>;
  };
  readonly objectives: readonly string[];
  readonly features: readonly string[];
  readonly constraints: readonly string[];
  readonly optimizer: { readonly name: string; readonly label: string; readonly options: JsonObject };
  readonly seed: number;
  readonly budget: JsonObject;
  readonly workers: number;
  readonly clock: 'virtual' | 'real';
  readonly accounting: 'resume' | 'restart';
  readonly overhead: JsonObject | string;
  readonly deadline?: number;
}

/** Written before the evaluation is dispatched. */
export interface Suggested {
  readonly record: 'suggested';
  /** Dense from 0. */
  readonly evaluation: number;
  /** Seconds on the run's clock at which the evaluation starts. */
  readonly at: number;
  readonly worker: number;
  readonly trial: number;
  /** Only with a trial's first evaluation: later ones have the same. */
  readonly configuration?: Configuration;
  readonly fidelity: Fidelity;
  /** Of the evaluation; with a trial's first, and with each replicate. */
  readonly seed?: number;
  readonly continues?: number;
  readonly replicate?: number;
  readonly watch?: readonly number[];
  readonly origin?: JsonObject;
  /** Seconds that the optimizer took to suggest it, where the policy counts them. */
  readonly overhead?: number;
}

/** A running evaluation came to a watched level. Written with the optimizer's answer: on a real clock the end comes later. */
export interface Reported {
  readonly record: 'reported';
  readonly evaluation: number;
  readonly at: number;
  readonly level: number;
  /** Seconds that the run's clock was charged so far. */
  readonly cost: number;
  /** As in `Observed`. */
  readonly restartCost?: number;
  readonly metrics: Metrics;
  readonly decision: 'continue' | 'stop';
}

/** Written before the optimizer is told. */
export interface Observed {
  readonly record: 'observed';
  readonly evaluation: number;
  readonly at: number;
  readonly status: 'completed' | 'stopped' | FailureStatus;
  /** Seconds that the run's clock was charged. */
  readonly cost: number;
  /** Seconds from scratch, where the evaluation continued another: the `restart` accounting beside the `resume` one. */
  readonly restartCost?: number;
  /** Where it was stopped: its metrics are of this level. */
  readonly level?: number;
  readonly metrics?: Metrics;
  readonly curve?: readonly Progress[];
  readonly checkpoint?: string;
  readonly code?: ErrorCode;
  readonly message?: string;
}

/** Last line of a finished run. */
export interface Ended {
  readonly record: 'ended';
  readonly at: number;
  readonly reason: EndReason;
  readonly evaluations: number;
  readonly failures: number;
}

/** What was used up, or `done`: the optimizer had nothing more to ask. */
export type EndReason = 'evaluations' | 'fullEvaluations' | 'seconds' | 'done';

export type StudyRecord = Started | Suggested | Reported | Observed | Ended;

const count = { type: 'integer', minimum: 0 } as const;
const seconds = { type: 'number', minimum: 0 } as const;
const closed = (required: readonly string[], properties: JsonObject): JsonObject => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties: { record: { type: 'string' }, ...properties },
});

/** JSON Schema of each kind of record; readers check every line. */
export const RECORD_SCHEMAS: Readonly<Record<StudyRecord['record'], JsonSchema>> = {
  started: {
    type: 'object',
    required: ['format', 'suite', 'study', 'run', 'benchmark', 'optimizer', 'seed'],
    properties: { format: { const: 1 } },
  },
  suggested: closed(['evaluation', 'at', 'worker', 'trial', 'fidelity'], {
    evaluation: count,
    at: seconds,
    worker: count,
    trial: count,
    configuration: { type: 'object', additionalProperties: { type: ['number', 'string', 'boolean'] } },
    fidelity: { type: 'object', additionalProperties: { type: 'number' } },
    seed: count,
    continues: count,
    replicate: count,
    watch: { type: 'array', items: { type: 'number' } },
    origin: { type: 'object' },
    overhead: seconds,
  }),
  reported: closed(['evaluation', 'at', 'level', 'cost', 'metrics', 'decision'], {
    evaluation: count,
    at: seconds,
    level: { type: 'number' },
    cost: seconds,
    restartCost: seconds,
    metrics: { type: 'object', additionalProperties: { type: 'number' } },
    decision: { enum: ['continue', 'stop'] },
  }),
  observed: closed(['evaluation', 'at', 'status', 'cost'], {
    evaluation: count,
    at: seconds,
    status: { enum: ['completed', 'stopped', 'failed', 'timed-out', 'out-of-memory', 'cancelled'] },
    cost: seconds,
    restartCost: seconds,
    level: { type: 'number' },
    metrics: { type: 'object', additionalProperties: { type: 'number' } },
    curve: { type: 'array' },
    checkpoint: { type: 'string' },
    code: { type: 'string' },
    message: { type: 'string' },
  }),
  ended: closed(['at', 'reason', 'evaluations', 'failures'], {
    at: seconds,
    reason: { enum: ['evaluations', 'fullEvaluations', 'seconds', 'done'] },
    evaluations: count,
    failures: count,
  }),
};
