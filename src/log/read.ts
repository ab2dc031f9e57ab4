import { createReadStream } from 'node:fs';
import { userError } from '../core/errors.js';
import { compileSchema, formatPath, type Schema } from '../core/schema.js';
import { RECORD_SCHEMAS, type StudyRecord } from './records.js';

/** A record and the number of bytes of the file up to its end. */
export interface Placed {
  readonly record: StudyRecord;
  readonly end: number;
}

const NEWLINE = 0x0a;
const schemas = new Map<string, Schema>(
  Object.entries(RECORD_SCHEMAS).map(([kind, schema]) => [kind, compileSchema(schema)]),
);

/**
 * Reads a run's log line by line. A last line without its newline was torn by a kill and is left out; any other damage is an
 * error, because a log with a hole would be replayed into another run.
 * @throws SuiteError of code 'user' that names file and line.
 */
export async function* readJsonl(file: string): AsyncGenerator<Placed> {
  let line = 0;
  let end = 0;
  for await (const bytes of linesOf(file)) {
    line++;
    end += bytes.length + 1;
    yield { record: parse(bytes.toString(), file, line), end };
  }
}

/** Complete lines, without their newlines; what follows the last newline is dropped. */
async function* linesOf(file: string): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      yield Buffer.concat([...rest, chunk.subarray(from, at)]);
      rest = [];
      from = at + 1;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
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
