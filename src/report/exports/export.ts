import type { StudyFile } from '../../log/study.js';

/** A format that a study can be written in for a tool that is not ours. */
export interface Export {
  /** The file's name. */
  readonly name: string;
  /** One line: who reads it. */
  readonly summary: string;
  /**
   * Writes a study into an empty folder, log by log: what of it must be in memory at once is said where that is more than a run.
   * @throws SuiteError of code 'user' on a damaged log or on what the format has no words for, 'infrastructure' when a library is not
   * installed.
   */
  write(study: StudyFile, folder: string, options: ExportOptions): Promise<Exported>;
}

export interface ExportOptions {
  /** The folder to write into, which is there and empty. */
  readonly into: string;
}

export interface Exported {
  /** Paths below the folder, with `/`. */
  readonly files: readonly string[];
  /** What a reader of the files would not guess: runs that are left out, and why. */
  readonly notes: readonly string[];
}
