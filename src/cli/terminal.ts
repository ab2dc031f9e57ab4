import type { Writable } from 'node:stream';
import pico from 'picocolors';

/** Where a command writes to: answers to stdout, everything else to stderr. */
export interface Terminal {
  /** stdout carries one JSON document and nothing else. */
  readonly json: boolean;
  /** The answer of a command, given once: the value as JSON, or the text. */
  answer(value: unknown, text: () => string): void;
  /** A line for the one who waits. */
  note(line: string): void;
  /** For answers; plain where they are not read on a terminal. */
  readonly colours: Colours;
  /** Somebody watches: lines can be drawn over. */
  readonly live: boolean;
  readonly stderr: Writable;
}

export type Colours = ReturnType<typeof pico.createColors>;

/** The terminal of this process. */
export function createTerminal(json: boolean): Terminal {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  // An objective inside the runner may print, and so may its libraries: that goes where a guest's words go.
  if (json) stdout.write = stderr.write.bind(stderr);
  let answered = false;
  return {
    json,
    answer: (value, text) => {
      const isSecond = json && answered;
      answered = true;
      // What breaks after the answer was given (a live command) must not make a second document.
      if (isSecond) stderr.write(`${JSON.stringify(value)}\n`);
      else write(`${json ? JSON.stringify(value, undefined, 2) : text()}\n`);
    },
    note: (line) => void stderr.write(`${line}\n`),
    colours: pico.createColors(hasColours(stdout)),
    live: hasCursor(stderr),
    stderr,
  };
}

/** https://no-color.org: any value but the empty one. */
function hasColours(stream: NodeJS.WriteStream): boolean {
  return hasCursor(stream) && (process.env['NO_COLOR'] ?? '') === '';
}

function hasCursor(stream: NodeJS.WriteStream): boolean {
  // Node leaves isTTY out where there is no terminal, whatever its types say.
  return (stream.isTTY as boolean | undefined) === true && process.env['TERM'] !== 'dumb';
}
