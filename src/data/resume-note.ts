import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { compileSchema } from '../core/schema.js';

/** What a partial download is part of. */
export interface ResumeNote {
  readonly url: string;
  /** A strong ETag or a time of change, as the server gave it. */
  readonly validator?: string;
  /** Bytes of the whole. */
  readonly total?: number;
}

/** A partial download that can be gone on with. */
export interface Resumable extends ResumeNote {
  /** Bytes that are here. */
  readonly bytes: number;
}

const NOTE = compileSchema({
  type: 'object',
  required: ['url'],
  properties: { url: { type: 'string' }, validator: { type: 'string' }, total: { type: 'integer', minimum: 0 } },
});

/** Undefined when there is nothing to go on with: no bytes, of another address, or nothing that tells whether it has changed. */
export async function readResumable(part: string, url: string): Promise<Resumable | undefined> {
  const text = await readFile(noteOf(part), 'utf8').catch(() => '');
  const bytes = (await stat(part).catch(() => undefined))?.size ?? 0;
  const note = bytes === 0 ? undefined : parse(text);
  if (note?.url !== url || (note.validator ?? note.total) === undefined) return undefined;
  if (note.total !== undefined && bytes > note.total) return undefined;
  return { ...note, bytes };
}

/** To be called before the first byte is written. */
export async function writeResumeNote(part: string, note: ResumeNote): Promise<void> {
  await writeFile(noteOf(part), JSON.stringify(note));
}

/** Forgets a partial download. */
export async function discardPart(part: string): Promise<void> {
  await Promise.all([rm(part, { force: true }), rm(noteOf(part), { force: true })]);
}

function noteOf(part: string): string {
  return `${part}.json`;
}

/** A note that a kill has cut off is none. */
function parse(text: string): ResumeNote | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return NOTE.accepts(value) ? (value as ResumeNote) : undefined;
  } catch {
    return undefined;
  }
}
