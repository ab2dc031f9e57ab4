import { readFile } from 'node:fs/promises';
import { digest, sha256 } from '../../../core/json.js';
import type { ContextFile } from './context-files.js';

/** `sha256:` and 64 digits over names and contents, whatever the order and wherever the files lie. */
export async function sourceDigest(files: readonly ContextFile[]): Promise<string> {
  const entries: Record<string, string> = {};
  for (const file of files) {
    entries[file.path] = sha256('from' in file ? await readFile(file.from) : file.text);
  }
  return digest(entries);
}
