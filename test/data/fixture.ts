import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFile, type DataFile, type DataSource } from '../../src/data/data-file.js';

/** A declared file of these bytes. */
export function declare(bytes: Uint8Array, changes: Partial<DataSource> & { readonly family?: string } = {}): DataFile {
  const { family = 'toy', ...source } = changes;
  const declared = {
    url: 'https://example.org/0123456789012345678901234567890123456789/table.csv',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.byteLength,
    mirror: 'toy/table.csv',
    ...source,
  };
  return dataFile(family, 'table', declared, 'CC0-1.0');
}

/** A folder that nobody uses. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'hport-data-'));
}
