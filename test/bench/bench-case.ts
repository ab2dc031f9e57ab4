/** A measurement. It sets up what it needs and leaves nothing behind. */
export interface BenchCase {
  /** As on the command line. */
  readonly name: string;
  readonly needsEngine: boolean;
  /** Measures, and says each row of the result. */
  readonly run: (say: (line: string) => void) => Promise<void>;
}
