import { closeSync, fdatasyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { bug } from '../core/errors.js';
import type { JsonObject, Value } from '../core/types.js';
import type { RunLog } from './log.js';
import type { Observed, StudyRecord, Suggested } from './records.js';

const BLOCK = 64 * 1024;
/** Formatted together, which takes half of the time that each of them takes between other work. */
const RECORDS = 64;

export interface JsonlOptions {
  /** Write each record at once (real clock) or in blocks of 64 KiB (virtual clock, where a lost block is computed again). */
  readonly eachRecord: boolean;
  /** Go on behind this many bytes of an existing file, cutting off what follows; a new file otherwise. */
  readonly after?: number;
}

/** Opens a run's log for appending: one JSON object a line, keys in a fixed order, so that equal runs give equal bytes. */
export function openJsonl(file: string, options: JsonlOptions): RunLog {
  const fd = openSync(file, options.after === undefined ? 'wx' : 'r+');
  let position = options.after ?? 0;
  if (options.after !== undefined) ftruncateSync(fd, options.after);
  let records: StudyRecord[] = [];
  let block = '';
  const format = (): void => {
    for (const record of records) block += formatRecord(record);
    records = [];
  };
  const flush = (): void => {
    format();
    const bytes = Buffer.from(block);
    for (let done = 0; done < bytes.length;) {
      const written = writeSync(fd, bytes, done, bytes.length - done, position);
      done += written;
      position += written;
    }
    block = '';
  };
  return {
    append: (record) => {
      records.push(record);
      if (options.eachRecord) flush();
      else if (records.length >= RECORDS) {
        format();
        if (block.length >= BLOCK) flush();
      }
    },
    flush,
    close: () => {
      flush();
      fdatasyncSync(fd);
      closeSync(fd);
    },
  };
}

/**
 * The line of a record, newline included. The two frequent kinds are put together by hand, member by member: that is twice
 * as fast as stringifying the whole record and gives the same text.
 * @throws SuiteError of code 'bug' for numbers that a reader would refuse: a log with one of them could never be read again
 */
export function formatRecord(record: StudyRecord): string {
  switch (record.record) {
    case 'suggested':
      return formatSuggested(record);
    case 'observed':
      return formatObserved(record);
    case 'reported':
      checkSeconds(record.at, record.cost, record.restartCost);
      checkNumbers(record.metrics);
      return `${JSON.stringify(record)}\n`;
    case 'ended':
      checkSeconds(record.at);
      return `${JSON.stringify(record)}\n`;
    case 'started':
      return `${JSON.stringify(record)}\n`;
  }
}

function checkSeconds(...some: readonly (number | undefined)[]): void {
  for (const seconds of some) {
    if (seconds !== undefined && !(seconds >= 0 && seconds < Infinity)) throw bug(`no log can have ${seconds} seconds`);
  }
}

function checkNumbers(values: Readonly<Record<string, number>>): void {
  for (const name in values) if (!Number.isFinite(values[name])) throw noNumber(name, values[name]);
}

function noNumber(name: string, value: unknown): Error {
  return bug(`no log can have ${String(value)} for ${name}`);
}

function formatSuggested(record: Suggested): string {
  checkSeconds(record.at, record.overhead);
  let line = `{"record":"suggested","evaluation":${record.evaluation},"at":${record.at},"worker":${record.worker},"trial":${record.trial}`;
  if (record.configuration !== undefined) line += `,"configuration":${configurationText(record.configuration)}`;
  line += `,"fidelity":${fidelityText(record.fidelity)}`;
  if (record.seed !== undefined) line += `,"seed":${record.seed}`;
  if (record.continues !== undefined) line += `,"continues":${record.continues}`;
  if (record.replicate !== undefined) line += `,"replicate":${record.replicate}`;
  if (record.watch !== undefined) line += `,"watch":${JSON.stringify(record.watch)}`;
  if (record.origin !== undefined) line += `,"origin":${originText(record.origin)}`;
  if (record.overhead !== undefined) line += `,"overhead":${record.overhead}`;
  return `${line}}\n`;
}

function formatObserved(record: Observed): string {
  checkSeconds(record.at, record.cost, record.restartCost);
  let line = `{"record":"observed","evaluation":${record.evaluation},"at":${record.at},"status":"${record.status}","cost":${record.cost}`;
  if (record.restartCost !== undefined) line += `,"restartCost":${record.restartCost}`;
  if (record.level !== undefined) line += `,"level":${record.level}`;
  if (record.metrics !== undefined) line += `,"metrics":${metricsText(record.metrics)}`;
  if (record.curve !== undefined) line += `,"curve":${JSON.stringify(record.curve)}`;
  if (record.checkpoint !== undefined) line += `,"checkpoint":${JSON.stringify(record.checkpoint)}`;
  if (record.code !== undefined) line += `,"code":"${record.code}"`;
  if (record.message !== undefined) line += `,"message":${JSON.stringify(record.message)}`;
  return `${line}}\n`;
}

let lastOrigin: JsonObject | undefined;
let lastText = '';

/** The suggestions of a rung share one frozen origin, which is stringified once. */
function originText(origin: JsonObject): string {
  if (origin !== lastOrigin) {
    const text = JSON.stringify(origin);
    if (!Object.isFrozen(origin)) return text;
    lastOrigin = origin;
    lastText = text;
  }
  return lastText;
}

type Format = (values: Readonly<Record<string, Value>>) => string;

/**
 * The JSON of records without nesting, twice as fast as stringifying them. Nearly all of one kind have the same names in the same
 * order: a name and what stands around it is made anew only when another comes in its place.
 */
function flatFormat(): Format {
  const names: string[] = [];
  const keys: string[] = [];
  return (values) => {
    let text = '';
    let at = 0;
    for (const name in values) {
      if (names[at] !== name) {
        names[at] = name;
        keys[at] = `${at === 0 ? '{' : ','}${JSON.stringify(name)}:`;
      }
      const value = values[name] as Value;
      if (typeof value === 'number' && !Number.isFinite(value)) throw noNumber(name, value);
      text += (keys[at] as string) + (typeof value === 'string' ? quote(value) : String(value));
      at++;
    }
    return at === 0 ? '{}' : `${text}}`;
  };
}

const configurationText = flatFormat();
const fidelityText = flatFormat();
const metricsText = flatFormat();

const quoted = new Map<string, string>();

/** Choices come again and again. */
function quote(word: string): string {
  const known = quoted.get(word);
  if (known !== undefined) return known;
  const text = JSON.stringify(word);
  if (quoted.size < 10_000) quoted.set(word, text);
  return text;
}
