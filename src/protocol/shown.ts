import { excerpt } from './lines.js';

/** Any value whatsoever as a short text for messages; never throws. */
export function shown(value: unknown): string {
  try {
    return excerpt(textOf(value));
  } catch {
    // Nested too deeply, or an object that refuses to be looked at.
    return 'a value that cannot be shown';
  }
}

function textOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.slice(0, 200));
    case 'object':
      return JSON.stringify(value);
    case 'bigint':
      return `${value}n`;
    default:
      return String(value);
  }
}
