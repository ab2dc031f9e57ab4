import { isAscii } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { userError } from '../core/errors.js';
import { compileSchema, formatPath, type Schema } from '../core/schema.js';
import { RECORD_SCHEMAS, type StudyRecord } from './records.js';

/** A place between two records: how many lines and bytes of the file are before it. */
export interface Place {
  readonly line: number;
  readonly end: number;
}

/** A record and the place behind it. */
export interface Placed extends Place {
  readonly record: StudyRecord;
}

const BEGIN: Place = { line: 0, end: 0 };

const NEWLINE = 0x0a;
const schemas = new Map<string, Schema>(
  Object.entries(RECORD_SCHEMAS).map(([kind, schema]) => [kind, compileSchema(schema)]),
);

/**
 * Reads a run's log, and gives the records of one piece of the file after the other: to wait for each record would take longer than
 * to read it. A last line without its newline was torn by a kill and is left out; any other damage is an error, because a log
 * with a hole would be replayed into another run.
 * @param from where an earlier reading came to
 * @throws SuiteError of code 'user' that names file and line, when the damaged record would be next.
 */
export async function* readJsonl(file: string, from: Place = BEGIN): AsyncGenerator<Iterable<Placed>> {
  const reached = { ...from };
  for await (const bytes of wholeLines(file, from.end)) yield recordsOf(bytes, file, reached);
}

/** Pieces that end with a newline; what follows the last one is dropped. */
async function* wholeLines(file: string, start: number): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const chunk of createReadStream(file, { start, highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end > 0) yield Buffer.concat([...rest, chunk.subarray(0, end)]);
    if (end > 0) rest = [];
    if (end < chunk.length) rest.push(chunk.subarray(end));
  }
}

/** @param reached what was read so far, which grows */
function* recordsOf(bytes: Buffer, file: string, reached: { line: number; end: number }): Generator<Placed> {
  // One character a byte, so that places in the text are those in the file.
  const text = bytes.toString('latin1');
  const isPlain = isAscii(bytes);
  for (let from = 0; from < text.length;) {
    const to = text.indexOf('\n', from);
    reached.line++;
    reached.end += to + 1 - from;
    const line = isPlain ? text.slice(from, to) : bytes.toString('utf8', from, to);
    yield { record: parse(line, file, reached.line), line: reached.line, end: reached.end };
    from = to + 1;
  }
}

function parse(text: string, file: string, line: number): StudyRecord {
  const damaged = (why: string): Error =>
    userError(`the log is damaged: ${why}`, {
      file,
      line,
      mend: 'Only a torn last line can be mended. Run the study again into another folder, or restore the file from a copy.',
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw damaged((error as Error).message);
  }
  const kind = (value as { record?: unknown } | null)?.record;
  const schema = typeof kind === 'string' ? schemas.get(kind) : undefined;
  if (schema === undefined) throw damaged(`not a record of a kind that we know: ${text.slice(0, 80)}`);
  if (!schema.accepts(value)) {
    const [first] = schema.check(value);
    throw damaged(first === undefined ? 'not a record' : `${formatPath(first.path)}: ${first.message}`);
  }
  return value as StudyRecord;
}
