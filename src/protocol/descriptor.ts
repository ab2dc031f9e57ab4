import type { Configuration, Fidelity, JsonObject, Metrics } from '../core/types.js';
import type { MetricDefinition } from '../core/metric.js';
import type { FidelityParameter } from '../fidelity/space.js';
import type { SpaceDefinition } from '../space/parameter.js';
import type { OnnxDefinition } from './onnx-definition.js';
import type { TableDefinition } from './table.js';

/** Version of the wire protocol; a guest with another major version is refused. */
export const PROTOCOL_VERSION = '1.0.0';

export type Level = 'official' | 'extract' | 'surrogate' | 'self-measured' | 'synthetic';

/** A known answer: evaluated by the conformance check. */
export interface Golden {
  readonly instance: string;
  readonly configuration: Configuration;
  readonly fidelity: Fidelity;
  readonly seed: number;
  readonly metrics: Metrics;
  /** Largest absolute difference, default 0 (bit for bit). */
  readonly tolerance?: number;
  /** The same as a share of the metric's range, where it has both bounds; the larger of the two counts. Default 0. */
  readonly relativeTolerance?: number;
}

/** A file that an instance needs: which content, and its name in the folder of the family's data. */
export interface DataReference {
  /** 64 hexadecimal digits. */
  readonly sha256: string;
  readonly file: string;
}

/**
 * What `describe` returns: `benchmark.yaml` with the instance's own entries put in. Host and guest compare it, so an image
 * that was built from another manifest is found out before the first evaluation.
 */
export interface Descriptor {
  readonly protocol: string;
  readonly family: string;
  readonly version: string;
  readonly instance: string;
  readonly space: SpaceDefinition;
  readonly fidelities: readonly FidelityParameter[];
  readonly metrics: Readonly<Record<string, MetricDefinition>>;
  /** `recorded`: cost is part of the answer and time is simulated; `measured`: cost is the seconds that it took. */
  readonly clock: 'recorded' | 'measured';
  readonly level: Level;
  readonly source: string;
  readonly licence: string;
  readonly golden: readonly Golden[];
  /** Anything else the family wants its own code to know about the instance. */
  readonly settings?: JsonObject;
  /** The files that the instance needs, by the names that its code has for them. */
  readonly data?: Readonly<Record<string, DataReference>>;
  /** How the model is asked; families of the runtime `onnx` only. */
  readonly onnx?: OnnxDefinition;
  /** How its rows are read and found: families of the runtime `table`. */
  readonly table?: TableDefinition;
  /** Same seed, same metrics to the bit. Default true. */
  readonly deterministic?: boolean;
  /** Largest absolute difference of any objective between continuing and starting from scratch; continuing families only. */
  readonly continuationTolerance?: number;
  /** Seconds given to a result (or failure) whose recorded cost is not positive; without it such a result is refused. */
  readonly costFloor?: number;
}
