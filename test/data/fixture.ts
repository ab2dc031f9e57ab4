import { createHash } from 'node:crypto';
import { mkdtempSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { formatSuiteError, SuiteError } from '../../src/core/errors.js';
import { dataFile, type DataFile, type DataSource } from '../../src/data/data-file.js';

/** A declared file of these bytes. */
export function declare(
  bytes: Uint8Array,
  changes: Partial<DataSource> & { readonly family?: string; readonly name?: string } = {},
): DataFile {
  const { family = 'toy', name = 'table', ...source } = changes;
  const declared = {
    url: 'http://127.0.0.1:9/0123456789012345678901234567890123456789/table.csv',
    sha256: sha256(bytes),
    size: bytes.byteLength,
    mirror: 'toy/table.csv',
    ...source,
  };
  return dataFile(family, name, declared, 'CC0-1.0');
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Bytes that no compression makes much smaller. */
export function noise(length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, index) =>
    createHash('sha256').update(`${index}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
}

/** A folder that nobody uses, with these files in it. */
export function folderOf(files: Readonly<Record<string, Uint8Array>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'hport-data-'));
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

/** Names of all files below a folder but the hidden ones, with `/`, sorted. */
export function visible(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []));
  return paths
    .map((path) => path.slice(folder.length + 1))
    .filter((path) => !path.split('/').some((part) => part.startsWith('.')))
    .sort();
}

/** Code and text of the error that something throws. */
export async function failureOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
  } catch (error) {
    if (!(error instanceof SuiteError)) throw error;
    return `${error.code}: ${formatSuiteError(error)}`;
  }
  return 'nothing thrown';
}
