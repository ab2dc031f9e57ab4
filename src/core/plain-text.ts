import { stripVTControlCharacters } from 'node:util';

/** Characters of a message that are kept; a data frame or an array in an exception easily has millions. */
export const LONGEST_MESSAGE = 2000;

/**
 * A text that comes from somebody else, made fit for a log and a terminal: no longer than `longest` characters, and without
 * escape sequences, control characters (but line feeds and tabs) and marks that reverse the direction of what follows.
 */
export function plainText(text: string, longest: number = LONGEST_MESSAGE): string {
  // No more is looked at than could be kept: the text may have millions of characters.
  const beginning = text.length > 2 * longest ? text.slice(0, 2 * longest) : text;
  const plain = UNFIT.test(beginning) ? stripVTControlCharacters(beginning).replace(EACH_UNFIT, '') : beginning;
  if (plain.length <= longest) return beginning.length < text.length ? `${plain}...` : plain;
  return `${plain.slice(0, longest)}...`;
}

const PATTERN = '[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]';
const UNFIT = new RegExp(PATTERN);
const EACH_UNFIT = new RegExp(PATTERN, 'g');
