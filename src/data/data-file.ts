import { basename } from 'node:path/posix';

/** A file as `benchmark.yaml` declares it under `data`. */
export interface DataSource {
  /** Where upstream has it, pinned to a commit or a release. */
  readonly url: string;
  /** 64 hexadecimal digits, of the decompressed bytes. */
  readonly sha256: string;
  /** Bytes, decompressed. */
  readonly size: number;
  /** Path below a mirror, with slashes. */
  readonly mirror: string;
  /** Of the file, where it is not the family's. */
  readonly licence?: string;
  /** The rule by which the mirror's file was made from upstream's; `url` then is not fetched. */
  readonly conversion?: string;
}

/** A declared file of a family, and what it is called once it is here. */
export interface DataFile extends DataSource {
  readonly family: string;
  /** What the family's code calls it. */
  readonly name: string;
  readonly licence: string;
  /** Its name in the family's folder of the cache: another content is another file. */
  readonly file: string;
}

/** @param licence of the family */
export function dataFile(family: string, name: string, source: DataSource, licence: string): DataFile {
  const file = `${source.sha256.slice(0, 16)}-${basename(source.mirror).replace(GZIP, '')}`;
  return { licence, ...source, family, name, file };
}

/** Whether a path or the path of an address ends in `.gz`: sums and sizes are of what is inside. */
export function isCompressed(path: string): boolean {
  return GZIP.test(path);
}

const GZIP = /\.gz$/i;
