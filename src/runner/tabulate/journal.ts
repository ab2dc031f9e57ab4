import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { userError } from '../../core/errors.js';
import { compileSchema } from '../../core/schema.js';
import type { MeasuredCell } from './measured-cell.js';

/** The cells that were measured so far, in a file with one a line: what a tabulation that was interrupted goes on from. */
export interface Journal {
  /** By number of the cell. */
  readonly cells: ReadonlyMap<number, MeasuredCell>;
  /** Writes the line before it returns. */
  append(cell: number, measured: MeasuredCell): void;
  close(): void;
}

/**
 * Opens the file, or makes it. A last line that was not written to its end is cut off.
 * @throws SuiteError of code 'user' with the line that is none of ours
 */
export function openJournal(file: string): Journal {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const cells = readCells(file, whole);
  const fd = openSync(file, 'a');
  ftruncateSync(fd, Buffer.byteLength(whole));
  return {
    cells,
    append: (cell, measured) => {
      writeSync(fd, `${JSON.stringify({ cell, ...measured })}\n`);
      cells.set(cell, measured);
    },
    close: () => closeSync(fd),
  };
}

const LINE = compileSchema({
  type: 'object',
  required: ['cell', 'status', 'cost'],
  properties: {
    cell: { type: 'integer', minimum: 0 },
    status: { enum: ['completed', 'failed', 'timed-out', 'out-of-memory'] },
    cost: { type: 'number', exclusiveMinimum: 0 },
    metrics: { type: 'object', additionalProperties: { type: 'number' } },
    message: { type: 'string' },
  },
  if: { properties: { status: { const: 'completed' } } },
  then: { required: ['metrics'] },
  else: { required: ['message'] },
});

function readCells(file: string, text: string): Map<number, MeasuredCell> {
  const cells = new Map<number, MeasuredCell>();
  text.split('\n').forEach((line, at) => {
    if (line === '') return;
    const { cell, ...measured } = parsed(file, line, at + 1);
    cells.set(cell, measured as MeasuredCell);
  });
  return cells;
}

function parsed(file: string, line: string, number: number): { readonly cell: number } {
  const mend = 'Remove the folder and tabulate again, or put back the file as it was.';
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw userError('this line is no JSON', { file, line: number, mend, cause });
  }
  if (LINE.accepts(value)) return value as { readonly cell: number };
  throw userError('this line is no measured cell', { file, line: number, mend });
}
