import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { faultError, unavailableError } from './data-errors.js';
import { isCompressed, type DataFile } from './data-file.js';
import { download, type Patience } from './download.js';
import { installFile } from './install.js';
import { openMirror } from './mirror.js';
import type { Places } from './places.js';
import { discardPart } from './resume-note.js';
import { sourcesOf, type Source } from './sources.js';

export interface ObtainOptions extends Places {
  /** Its name; empty for none. */
  readonly mirror: string;
  readonly patience: Patience;
  readonly signal: AbortSignal | undefined;
  /** A download begins, or has come further; `total` where the server says it. */
  readonly onBytes: (source: Source, bytes: number, total: number | undefined) => void;
  readonly onNotice: (line: string) => void;
}

/**
 * Brings a file into the cache from the first source that has it. A source that has another file under its name ends the
 * search: that is worth somebody's attention.
 * @throws SuiteError that names the file, every place that was tried and what each said
 */
export async function obtain(file: DataFile, options: ObtainOptions): Promise<Source> {
  const tried: string[] = [];
  for (const source of sourcesOf(file, openMirror(options.mirror))) {
    const why =
      source.kind === 'folder' ? await copyFrom(source, file, options) : await fetchFrom(source, file, options);
    if (why === undefined) return source;
    tried.push(`${source.place} ${why}`);
  }
  throw unavailableError(file, tried);
}

/** Returns why the file cannot be had there, if so. */
async function copyFrom(source: Source, file: DataFile, options: ObtainOptions): Promise<string | undefined> {
  const { place } = source;
  if (!existsSync(place)) return 'is not there';
  options.onBytes(source, 0, undefined);
  const fault = await installFile({ path: place, compressed: isCompressed(place) }, file, options);
  if (fault !== undefined) throw faultError(file, source, fault);
  return undefined;
}

async function fetchFrom(source: Source, file: DataFile, options: ObtainOptions): Promise<string | undefined> {
  const { place } = source;
  const { part } = options;
  await mkdir(dirname(part), { recursive: true });
  const onBytes = (bytes: number, total?: number): void => options.onBytes(source, bytes, total);
  for (let again = false; ; again = true) {
    onBytes(0);
    const got = await download(place, { ...options, limit: mostBytes(file), onBytes });
    if (got.kind === 'unavailable') return got.why;
    const fault = got.kind === 'faulty' ? got.fault : await installFile(got.raw, file, options);
    await discardPart(part);
    if (fault === undefined) return undefined;
    if (again || got.kind === 'faulty' || !got.doubtful) throw faultError(file, source, fault);
    options.onNotice(`${place} ${fault.message}; fetching it once more from the beginning`);
  }
}

/** gzip makes nothing longer by more than a thousandth and its header. */
function mostBytes({ size }: DataFile): number {
  return size + 1024 + Math.ceil(size / 1000);
}
