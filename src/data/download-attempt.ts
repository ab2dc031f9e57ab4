import { isCompressed } from './data-file.js';
import type { Download, DownloadOptions } from './download.js';
import { explainSilence } from './explain-silence.js';
import { rangeHeaders, readAnswer } from './range-answer.js';
import { receive } from './receive.js';
import { discardPart, readResumable } from './resume-note.js';
import { createStall } from './stall.js';

/** What one request came to: `broken` is worth another. */
export type Attempt = Download | { readonly kind: 'broken'; readonly why: string; readonly gained: number };

/** Asks once, for the rest of what is here if that can be. */
export async function tryDownload(url: string, options: DownloadOptions): Promise<Attempt> {
  const { part, patience, signal } = options;
  const known = await readResumable(part, url);
  const compressed = isCompressed(new URL(url).pathname);
  if (known !== undefined && known.bytes === known.total) {
    return { kind: 'raw', raw: { path: part, compressed }, doubtful: true };
  }
  using stall = createStall(patience.stall, signal);
  const request = { headers: rangeHeaders(known), signal: stall.signal };
  const response = await fetch(url, request).catch(explainSilence);
  signal?.throwIfAborted();
  if (typeof response === 'string') return silent(response);
  const answer = readAnswer(response, known);
  if (answer.kind === 'bytes') return await receive(response, answer, { ...options, url, compressed, stall });
  await response.body?.cancel();
  if (answer.kind === 'unavailable') return answer;
  if (answer.void) await discardPart(part);
  return { kind: 'broken', why: answer.why, gained: 0 };
}

/** Where there is no such host, nobody will answer a second later either. */
function silent(reason: string): Attempt {
  const why = `does not answer: ${reason}`;
  return reason.includes('ENOTFOUND') ? { kind: 'unavailable', why } : { kind: 'broken', why, gained: 0 };
}
