/** What is used of the ONNX Runtime, an optional package: declared here, so that the suite compiles where it is not installed. */
declare module 'onnxruntime-node' {
  export class Tensor {
    constructor(type: 'int32' | 'float32', data: Int32Array | Float32Array, shape: readonly number[]);
    readonly data: unknown;
  }

  export interface InferenceSession {
    readonly inputMetadata: readonly InferenceSession.ValueMetadata[];
    readonly outputMetadata: readonly InferenceSession.ValueMetadata[];
    run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
  }

  export namespace InferenceSession {
    export interface SessionOptions {
      readonly executionProviders?: readonly 'cpu'[];
      readonly executionMode?: 'sequential';
      readonly graphOptimizationLevel?: 'all';
      readonly intraOpNumThreads: number;
      readonly interOpNumThreads: number;
      readonly logSeverityLevel?: number;
    }

    export type ValueMetadata =
      | { readonly name: string; readonly isTensor: false }
      | {
          readonly name: string;
          readonly isTensor: true;
          readonly type: string;
          readonly shape: readonly (number | string)[];
        };

    export function create(file: string, options: SessionOptions): Promise<InferenceSession>;
  }
}
