import type { DataFile } from './data-file.js';
import type { Mirror } from './mirror.js';

/** A place where a file may be. */
export interface Source {
  readonly name: 'mirror' | 'upstream';
  readonly kind: 'folder' | 'address';
  /** A path or an address. */
  readonly place: string;
}

/** Where to look for a file, in order. What upstream has of a conversion is another file. */
export function sourcesOf(file: DataFile, mirror: Mirror | undefined): readonly Source[] {
  const sources: Source[] = [];
  if (mirror !== undefined) sources.push({ name: 'mirror', kind: mirror.kind, place: mirror.place(file) });
  if (file.conversion === undefined) sources.push({ name: 'upstream', kind: 'address', place: file.url });
  return sources;
}
