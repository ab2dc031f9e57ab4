import { createHash } from 'node:crypto';

/**
 * Canonical JSON: keys sorted by code unit, no white space, `undefined` members dropped, -0 written as 0.
 * Equal values give equal text, whatever order their keys were made in.
 * @throws TypeError on a number that is not finite, since JSON would turn it into null.
 */
export function canonical(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`canonical JSON has no ${value}`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item)).join(',')}]`;
  if (typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
    return `{${members.join(',')}}`;
  }
  throw new TypeError(`canonical JSON has no ${typeof value}`);
}

/** `sha256:` and 64 hexadecimal digits of the canonical JSON. */
export function digest(value: unknown): string {
  return `sha256:${sha256(canonical(value))}`;
}

/** 64 hexadecimal digits. */
export function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
