import { userError, type SuiteError } from '../core/errors.js';
import { formatPath, type Violation } from '../core/schema.js';
import type { Path, YamlFile } from './yaml-file.js';

/** Something wrong in a file, and what to do about it. */
export interface Mistake {
  readonly path: Path;
  /** What is there and what was expected. */
  readonly message: string;
  /** One sentence. */
  readonly mend?: string;
}

/** Notes a mistake and goes on, so that a reader learns of all of them at once. */
export type Complain = (path: Path, message: string, mend?: string) => void;

/** Gathers mistakes. */
export function createComplaints(): { readonly mistakes: readonly Mistake[]; readonly complain: Complain } {
  const mistakes: Mistake[] = [];
  return {
    mistakes,
    complain: (path, message, mend) => void mistakes.push({ path, message, ...(mend !== undefined && { mend }) }),
  };
}

/** Hints by the path of a key without its indexes: `optimizers.options`. The longest one that fits is used; `*` fits any name. */
export type Hints = Readonly<Record<string, string>>;

/** Puts the mends to violations of a schema. */
export function withHints(violations: readonly Violation[], hints: Hints): Mistake[] {
  return violations.map(({ path, message }) => {
    const mend = hintFor(path, hints);
    return { path, message, ...(mend !== undefined && { mend }) };
  });
}

/** All mistakes as one error, in the order of the file if there is one; one line each, its mend behind it. */
export function mistakesError(mistakes: readonly Mistake[], yaml?: YamlFile): SuiteError {
  const placed = mistakes
    .map((mistake) => ({ mistake, line: yaml?.lineOf(mistake.path) }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  const [first] = placed;
  const file = yaml && { file: yaml.file };
  if (placed.length === 1 && first !== undefined) {
    const { message, path, mend } = first.mistake;
    const key = formatPath(path);
    const line = first.line !== undefined && { line: first.line };
    return userError(message, { ...file, ...line, ...(key !== '' && { key }), ...(mend !== undefined && { mend }) });
  }
  const lines = placed.map(({ mistake, line }) => `\n  ${oneLine(mistake, yaml?.file, line)}`);
  return userError(`${mistakes.length} mistakes${lines.join('')}`, { ...file });
}

/** Inverse of `formatPath`. */
export function parsePath(key: string): Path {
  return [...key.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([part, index]) => (index === undefined ? part : Number(index)));
}

function hintFor(path: Path, hints: Hints): string | undefined {
  const names = path.filter((part) => typeof part === 'string');
  for (let length = names.length; length >= 0; length--) {
    const key = Object.keys(hints).find((each) => fits(each === '' ? [] : each.split('.'), names.slice(0, length)));
    if (key !== undefined) return hints[key];
  }
  return undefined;
}

function fits(pattern: readonly string[], names: readonly string[]): boolean {
  return pattern.length === names.length && pattern.every((part, at) => part === '*' || part === names[at]);
}

function oneLine({ path, message, mend }: Mistake, file?: string, line?: number): string {
  const place = [file === undefined ? '' : `${file}:${line ?? 1}`, formatPath(path)].filter((part) => part !== '');
  return `${[...place, message].join(': ')}${mend === undefined ? '' : `. ${mend}`}`;
}
