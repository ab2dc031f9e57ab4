import { readFile, stat } from 'node:fs/promises';
import { userError } from '../../../core/errors.js';

/** The lock file of a Python family, whose pinned packages go into its image. */
export const LOCK = 'requirements.lock';

/** A lock file that was read, checked, and written again. */
export interface Lock {
  /** Where it was read from, for messages. */
  readonly file: string;
  /** The pins alone, in the order of their names: what pip is given. Equal pins give equal text. */
  readonly text: string;
}

/** A lock of 500 packages with 30 hashes each has 1.4 MB. */
const MOST_BYTES = 8 * 1024 ** 2;

const NAME = '[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?';
const PIN = new RegExp(
  `^(${NAME})(?:\\[\\s*(?:${NAME}\\s*(?:,\\s*${NAME}\\s*)*)?\\])?\\s*==\\s*([A-Za-z0-9][A-Za-z0-9.+!_-]*)$`,
);
const HASH = /^--hash=sha256:[0-9a-f]{64}$/;

/**
 * Reads a lock file. It comes with a contributed family, so it is checked before any program sees it: pip obeys options inside
 * such a file and builds what a direct reference names, which is to run code of the family's author on this machine.
 * Each entry is `name==version` with at least one `--hash=sha256:`; entries may go on over lines that end in a backslash.
 * @throws SuiteError of code 'user' with file and line
 */
export async function readLock(file: string): Promise<Lock> {
  if ((await stat(file)).size > MOST_BYTES) {
    throw userError('the lock file is larger than 8 MiB', { file, mend: 'Pin only the packages that are needed.' });
  }
  return { file, text: parseLock(await readFile(file, 'utf8'), file) };
}

/** @returns the pins in a form of our own. Extras are left out: they only add packages, and each package is a pin here. */
export function parseLock(text: string, file: string): string {
  const pins = new Map<string, string>();
  for (const { line, words } of entriesOf(text)) {
    const { name, pin } = readEntry(words, (problem, mend) => userError(problem, { file, line, mend }));
    if (pins.has(name)) throw userError(`${name} is pinned twice`, { file, line, mend: 'Remove one of the two.' });
    pins.set(name, pin);
  }
  return [...pins.keys()]
    .sort()
    .map((name) => `${pins.get(name) ?? ''}\n`)
    .join('');
}

interface Entry {
  /** Number of its first line. */
  readonly line: number;
  readonly words: string;
}

/** Lines without comments, joined where a backslash says so. */
function entriesOf(text: string): readonly Entry[] {
  const entries: Entry[] = [];
  let open: Entry | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.replace(/(^|\s)#.*$/, '').trim();
    const goesOn = line.endsWith('\\');
    const part = goesOn ? line.slice(0, -1).trim() : line;
    const words = open === undefined ? part : `${open.words} ${part}`.trim();
    const entry: Entry = { line: open === undefined || open.words === '' ? index + 1 : open.line, words };
    open = goesOn ? entry : undefined;
    if (!goesOn && words !== '') entries.push(entry);
  }
  return open === undefined || open.words === '' ? entries : [...entries, open];
}

type Refuse = (problem: string, mend: string) => Error;

function readEntry(words: string, refuse: Refuse): { readonly name: string; readonly pin: string } {
  const shown = words.length > 80 ? `${words.slice(0, 80)}...` : words;
  const at = words.search(/\s--/);
  const requirement = at < 0 ? words : words.slice(0, at);
  const options = at < 0 ? [] : words.slice(at).trim().split(/\s+/);
  const [, name, version] = PIN.exec(requirement) ?? [];
  if (name === undefined || version === undefined) throw refuse(...explain(requirement, shown));
  const wrong = options.find((option) => !HASH.test(option));
  if (wrong !== undefined) {
    throw refuse(`"${wrong}" is no hash: expected --hash=sha256: and 64 digits from 0 to f`, PIP_COMPILE);
  }
  if (options.length === 0)
    throw refuse(`${name} has no hash: without one anybody could swap the package`, PIP_COMPILE);
  const known = name.toLowerCase().replace(/[-_.]+/g, '-');
  return { name: known, pin: [`${known}==${version}`, ...[...new Set(options)].sort()].join(' ') };
}

const PIP_COMPILE = '`pip-compile --generate-hashes` and `uv pip compile --generate-hashes` write such files.';
const ONLY_PINS = 'Write name==version with its hashes, and nothing else.';

/** What is wrong with something that is no pin, and what to do about it. */
function explain(requirement: string, shown: string): readonly [problem: string, mend: string] {
  if (requirement.startsWith('-')) {
    const mend =
      'Remove the line. hport itself takes nothing but wheels, from the index that the user of the machine has set.';
    return [`options are not allowed in a lock file: "${shown}"`, mend];
  }
  if (requirement.includes('@') || /^(?:[./~]|[a-z][a-z0-9+.-]*:)/i.test(requirement)) {
    return [`addresses and paths are not allowed in a lock file: "${shown}"`, ONLY_PINS];
  }
  if (requirement.includes(';')) {
    return [
      `conditions after ; are not allowed in a lock file: "${shown}"`,
      'Pin what the container needs: Python 3.11 on Linux.',
    ];
  }
  return [`expected name==version, found "${shown}"`, ONLY_PINS];
}
