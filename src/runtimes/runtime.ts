import type { Objective } from '../protocol/benchmark.js';
import type { Descriptor } from '../protocol/descriptor.js';

/** What makes an objective out of a family's folder. The default export of a file of this folder; its name is the file's. */
export interface Runtime {
  readonly name: string;
  /** Optional packages of the suite that it cannot do without. */
  readonly packages?: readonly string[];
  /** @throws SuiteError that names the file at fault */
  load(family: LoadedFamily): Promise<Objective>;
}

/** A family as a runtime sees it, inside the runner or in a guest. */
export interface LoadedFamily {
  /** The family's own folder: its manifest, and rows or models that lie beside it. */
  readonly folder: string;
  /** Where its TypeScript was compiled to; the same folder in an image and for a family that brings JavaScript. */
  readonly code: string;
  /** By instance. */
  readonly descriptors: Readonly<Record<string, Descriptor>>;
  /** Folder of its data files. */
  readonly data?: string;
}
