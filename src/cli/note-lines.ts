import type { Note } from '../analysis/comparison.js';

/** What a reader must know before believing a number, each said once; an empty text where there is nothing. */
export function noteLines(notes: readonly Note[]): string {
  if (notes.length === 0) return '';
  const places = new Map<string, string[]>();
  for (const { benchmark, optimizer, message } of notes) {
    const place = [benchmark, optimizer].filter((part) => part !== null).join(', ');
    places.set(message, [...(places.get(message) ?? []), ...(place === '' ? [] : [place])]);
  }
  const lines = [...places].map(([message, where]) => `- ${placesText(where)}${message}`);
  const shown = lines.slice(0, MOST_NOTES);
  const rest = lines.length - shown.length;
  return ['Notes', ...shown, ...(rest > 0 ? [`- and ${rest} more (--json has all)`] : [])].join('\n');
}

/** What is said of many places is said once. */
function placesText(places: readonly string[]): string {
  if (places.length === 0) return '';
  const shown = places.slice(0, MOST_PLACES).join('; ');
  const rest = places.length - MOST_PLACES;
  return `${shown}${rest > 0 ? ` and ${rest} more` : ''}: `;
}

const MOST_NOTES = 20;
const MOST_PLACES = 3;
