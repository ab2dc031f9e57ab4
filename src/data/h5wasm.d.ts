/** What is used of h5wasm, an optional package: declared here, so that the suite compiles where it is not installed. */
declare module 'h5wasm/node' {
  export interface Group {
    create_dataset(dataset: {
      readonly name: string;
      readonly data: Float32Array | readonly string[];
      readonly shape?: readonly number[];
    }): unknown;
  }

  export class File {
    constructor(path: string, mode: 'r' | 'w');
    keys(): string[];
    get(path: string): unknown;
    create_group(name: string): Group;
    close(): number;
  }

  export class Dataset {
    private constructor();
    readonly value: unknown;
    readonly shape: readonly number[] | null;
    readonly dtype: unknown;
  }

  export const ready: Promise<{ activate_throwing_error_handler(): void }>;
}
