import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import pico from 'picocolors';
import { describe, expect, test } from 'vitest';
import { reportFailure } from '../../src/cli/failure.js';
import type { Terminal } from '../../src/cli/terminal.js';
import { bug, infrastructureError, userError } from '../../src/core/errors.js';

/** A terminal that remembers. */
function recorder(json: boolean): {
  readonly terminal: Terminal;
  readonly answers: unknown[];
  readonly notes: string[];
} {
  const answers: unknown[] = [];
  const notes: string[] = [];
  const terminal: Terminal = {
    json,
    answer: (value) => void answers.push(value),
    note: (line) => void notes.push(line),
    colours: pico.createColors(false),
    live: false,
    stderr: new PassThrough(),
  };
  return { terminal, answers, notes };
}

describe('what went wrong decides on the exit code and the message', () => {
  test('a mistake of the user: 2, with place and mend', () => {
    const { terminal, notes } = recorder(false);
    const error = userError('no such thing', { file: 'a.yaml', line: 3, key: 'engine', mend: 'Choose another.' });
    expect(reportFailure(error, terminal)).toBe(2);
    expect(notes).toEqual(['error: a.yaml:3: engine: no such thing\n  Choose another.']);
  });

  test('a fault of the machine: 1', () => {
    const { terminal, notes } = recorder(false);
    expect(reportFailure(infrastructureError('no engine answers'), terminal)).toBe(1);
    expect(notes).toEqual(['error: no engine answers']);
  });

  test.each([bug('a promise is broken'), new TypeError('undefined is not a function')])('our own: 3, %s', (error) => {
    const { terminal, notes } = recorder(false);
    expect(reportFailure(error, terminal)).toBe(3);
    expect(notes[0]).toContain(error.message);
    expect(notes[0]).toMatch(/\n {4}at [^]*\n\nThis is a mistake of hport, not yours\. Please report it/);
  });

  test('with --json, all of it as one document and nothing beside it', () => {
    const { terminal, notes, answers } = recorder(true);
    expect(reportFailure(new Error('odd', { cause: new Error('deep') }), terminal)).toBe(3);
    expect(notes).toEqual([]);
    expect(answers).toEqual([
      {
        error: expect.objectContaining({
          code: 'bug',
          message: 'odd',
          stack: expect.stringContaining('caused by Error: deep') as string,
        }) as object,
      },
    ]);
  });
});

test('a second Ctrl-C leaves at once', async () => {
  const script = `
    import { interruptible } from './dist/src/cli/interruption.js';
    await interruptible(async () => {
      console.log('ready');
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    }, () => console.log('first'));`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGINT');
  await once(child.stdout, 'data');
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([130, null]);
});
