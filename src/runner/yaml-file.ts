import { readFile } from 'node:fs/promises';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import { messageOf, userError } from '../core/errors.js';

/** Keys and indexes from the root of a file. */
export type Path = readonly (string | number)[];

/** A parsed file that remembers where everything stood. */
export interface YamlFile {
  readonly file: string;
  readonly value: unknown;
  /** Line of the key or item at a path, counted from 1; of its nearest ancestor where the path leads nowhere. */
  lineOf(path: Path): number;
}

/**
 * Reads a YAML 1.2 file (core schema). The only door to `yaml`: keys are strings and unique, tags are refused, aliases
 * are bounded.
 * @throws SuiteError of code 'user' with file and line when the file cannot be read or is no YAML.
 */
export async function readYamlFile(file: string): Promise<YamlFile> {
  return parseYaml(file, await readText(file));
}

/** The same for a text that is at hand. */
export function parseYaml(file: string, text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    schema: 'core',
    resolveKnownTags: false,
    stringKeys: true,
    prettyErrors: false,
    logLevel: 'error',
  });
  const wrong = document.errors[0] ?? document.warnings[0];
  if (wrong !== undefined) {
    const line = lines.linePos(wrong.pos[0]).line;
    throw userError(wrong.message, { file, line, mend: 'Mend the YAML at this line.' });
  }
  return { file, value: plainValue(file, document), lineOf: (path) => lineOf(document, lines, path) };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const why =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'this is a folder, not a file'
          : messageOf(cause);
    throw userError(why, { file, cause });
  }
}

function plainValue(file: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    throw userError(`cannot be read: ${messageOf(cause)}`, { file, cause, mend: 'Use fewer aliases.' });
  }
}

function lineOf(document: Document, lines: LineCounter, path: Path): number {
  let node = resolve(document, document.contents);
  let start = node?.range?.[0] ?? 0;
  for (const part of path) {
    const step = child(node, part);
    if (step === undefined) break;
    start = step.start ?? start;
    node = resolve(document, step.value);
  }
  return lines.linePos(start).line;
}

function resolve(document: Document, node: unknown): Node | undefined {
  return (isAlias(node) ? node.resolve(document) : (node as Node | null)) ?? undefined;
}

interface Step {
  readonly start: number | undefined;
  readonly value: unknown;
}

function child(node: unknown, part: string | number): Step | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(part)] as Node | undefined;
    return item && { start: item.range?.[0], value: item };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
  return pair && { start: (pair.key as Node).range?.[0], value: pair.value };
}
