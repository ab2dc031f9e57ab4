import type { Resumable, ResumeNote } from './resume-note.js';

/** What a server says to the question for a file, or for the rest of it. */
export type Answer =
  | (Omit<ResumeNote, 'url'> & {
      readonly kind: 'bytes';
      /** Where they belong: at 0 what was here before is void. */
      readonly from: number;
      /** The server has compressed what it sends, and it arrives decompressed. */
      readonly encoded: boolean;
    })
  | { readonly kind: 'unavailable'; readonly why: string }
  /** Asking again may help; `void` says that what is here is not the beginning of what is there. */
  | { readonly kind: 'broken'; readonly why: string; readonly void: boolean };

/** Headers of the question. If the file has changed, the answer to a condition is the whole file. */
export function rangeHeaders(known: Resumable | undefined): Record<string, string> {
  return {
    'accept-encoding': 'identity',
    ...(known !== undefined && { range: `bytes=${known.bytes}-` }),
    ...(known?.validator !== undefined && { 'if-range': known.validator }),
  };
}

/** @param known what the question was for the rest of */
export function readAnswer(response: Response, known: Resumable | undefined): Answer {
  const { status } = response;
  if (status === 206) return readRest(response.headers, known);
  if (status === 200) return readWhole(response.headers);
  const why = `answers ${status} ${response.statusText}`.trim();
  if (status === 416) return { kind: 'broken', why, void: true };
  if (status === 404 || status === 410) return { kind: 'unavailable', why: `has no such file (${status})` };
  const again = status >= 500 || [408, 425, 429].includes(status);
  return again ? { kind: 'broken', why, void: false } : { kind: 'unavailable', why };
}

function readWhole(headers: Headers): Answer {
  const encoding = headers.get('content-encoding') ?? 'identity';
  // The length is that of the encoded bytes, and a range of those would be of no use.
  if (encoding !== 'identity') return { kind: 'bytes', from: 0, encoded: true };
  const length = headers.get('content-length') ?? '';
  return {
    kind: 'bytes',
    from: 0,
    encoded: false,
    ...validatorOf(headers),
    ...(/^\d+$/.test(length) && { total: Number(length) }),
  };
}

function readRest(headers: Headers, known: Resumable | undefined): Answer {
  const range = headers.get('content-range') ?? '';
  const [, first, last, total] = (/^bytes (\d+)-(\d+)\/(\d+)$/.exec(range) ?? []).map(Number);
  const whole = total !== undefined && last === total - 1;
  if (known === undefined || !whole || first !== known.bytes || total !== (known.total ?? total)) {
    return { kind: 'broken', why: `answers with another part of the file than was asked for (${range})`, void: true };
  }
  return { kind: 'bytes', from: known.bytes, encoded: false, ...validatorOf(headers), total };
}

/** A weak ETag says that two files mean the same, not that their bytes are. */
function validatorOf(headers: Headers): { readonly validator?: string } {
  const tag = headers.get('etag');
  const validator = tag !== null && !tag.startsWith('W/') ? tag : headers.get('last-modified');
  return validator === null ? {} : { validator };
}
