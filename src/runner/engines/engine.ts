import type { Benchmark } from '../../protocol/benchmark.js';
import type { Family } from '../families.js';
import type { Workers } from '../recipe.js';

/** What a worker is made for. */
export interface GuestSpec {
  readonly family: Family;
  /** From `prepare`. */
  readonly image: ImageIdentity;
  /** Number of the worker's slot, from 0. */
  readonly slot: number;
  readonly size: Workers;
  /** Devices that this slot owns. */
  readonly gpus: readonly string[];
  /** Folder of the family's data, where it has any: the guest reads there, and does not write. */
  readonly data?: string;
  /** The run that first needed it; later ones share it. */
  readonly run: string;
}

/** How a guest ended. */
export interface GuestExit {
  /** In words for people: `exited with code 1`. */
  readonly how: string;
  /** The limit on memory killed it. */
  readonly outOfMemory: boolean;
  /** The last lines that it printed. */
  readonly log: string;
}

/** A started benchmark: a container, a process, or the objective itself. */
export interface Guest {
  readonly benchmark: Benchmark;
  /** Resolves when the guest has ended, by itself or by `stop`; never for one inside the runner. */
  readonly gone: Promise<GuestExit>;
  /** Ends it at once, whatever it does. */
  stop(): Promise<GuestExit | undefined>;
}

/** Which code a family runs as. */
export interface ImageIdentity {
  /** An image's name, or the path of a program. */
  readonly reference: string;
  /** Absent where there is no image. */
  readonly digest?: string;
}

export interface SessionOptions {
  readonly study: string;
  /** Folder for what guests print, a file a worker. Nothing is kept without it. */
  readonly logs?: string;
  /** One line on what takes time: building an image. */
  readonly onNotice?: (line: string) => void;
}

/** An engine at work for one study. Disposing of it leaves nothing behind. */
export interface EngineSession extends AsyncDisposable {
  /** Makes sure that the family can be started. @throws SuiteError infrastructure */
  prepare(family: Family): Promise<ImageIdentity>;
  /** Resolves when the guest has connected. @throws SuiteError infrastructure */
  start(spec: GuestSpec, signal?: AbortSignal): Promise<Guest>;
}

export type Limit = 'deadline' | 'memory' | 'cpus' | 'pids';

/** The default export of a file in `engines/`: the file's name is the engine's. */
export interface Engine {
  readonly name: string;
  /** One sentence for `hport list engines`. */
  readonly summary: string;
  /** Guests are the runner's own code: called without a wire, a deadline or a limit. */
  readonly embedded: boolean;
  /** What of a recipe's limits its workers are held to. */
  readonly keeps: readonly Limit[];
  /** Why a family cannot run here, or undefined. */
  refuses(family: Family, size: Workers): string | undefined;
  /** @throws SuiteError infrastructure when the engine is not there. */
  open(options: SessionOptions): Promise<EngineSession>;
}
