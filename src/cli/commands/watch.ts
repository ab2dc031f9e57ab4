import { existsSync } from 'node:fs';
import { InvalidArgumentError, type Command } from 'commander';
import { userError } from '../../core/errors.js';
import type { Progress } from '../../report/live/progress.js';
import { EXIT } from '../failure.js';
import { interruptible } from '../interruption.js';
import type { Perform } from '../perform.js';
import type { Terminal } from '../terminal.js';
import { count, examples } from '../words.js';

interface Options {
  readonly port?: number;
  readonly wait?: boolean;
  readonly untilEnd?: boolean;
}

/** `hport watch <dir>...` */
export function addWatch(program: Command, perform: Perform): void {
  program
    .command('watch')
    .summary('show the report of studies in a browser while they run')
    .description(
      'Serves the page of `hport report` on this machine (127.0.0.1, and nowhere else) and keeps it up to date: progress about ' +
        'once a second, pictures as often as 3 % of a core allow. It reads the logs only, so it may be started before, while and ' +
        'after a study runs, and stopped at any time. The numbers are at /summary.json.',
    )
    .argument('<dir...>', 'folders of studies; one may be empty until `hport run --out` fills it')
    .option('--port <number>', 'of 127.0.0.1 (default: any that is free)', parsePort)
    .option('--wait', 'wait for folders that do not exist yet')
    .option('--until-end', 'leave when all runs have ended (0), or when the runner has gone before that (1)')
    .addHelpText(
      'after',
      examples(
        'hport watch results/quickstart',
        'hport watch results/mine results/theirs --port 8080',
        'hport watch results/tonight --wait --until-end',
      ),
    )
    .action((folders: readonly string[], options: Options) => perform((terminal) => watch(folders, options, terminal)));
}

async function watch(folders: readonly string[], options: Options, terminal: Terminal): Promise<number> {
  const absent = folders.find((folder) => !existsSync(folder));
  if (absent !== undefined && options.wait !== true) {
    const mend = 'Name a folder that `hport run` has made, or wait for it with --wait.';
    throw userError('there is no such folder', { file: absent, mend });
  }
  const { watchStudies } = await import('../../report/live/watch.js');
  const onAddress = (address: string): void => {
    terminal.answer({ address, folders }, () => address);
    terminal.note('Ctrl-C ends it.');
  };
  const { port = 0, untilEnd = false } = options;
  const onProgress = createNarrator(terminal, untilEnd);
  const { value, code } = await interruptible(
    (signal) => watchStudies(folders, { port, untilEnd, signal, onAddress, onProgress }),
    () => undefined,
  );
  return code ?? (value === 'ended' ? EXIT.ok : EXIT.failed);
}

/** Says what changes rarely: the state, and troubles when they come. */
function createNarrator(terminal: Terminal, untilEnd: boolean): (progress: Progress) => void {
  let said: Progress['state'] | undefined;
  let known: ReadonlySet<string> = new Set();
  return (progress) => {
    if (progress.state !== said) terminal.note(stateLine(progress, untilEnd));
    said = progress.state;
    for (const trouble of progress.troubles) if (!known.has(trouble)) terminal.note(`error: ${trouble}`);
    known = new Set(progress.troubles);
  };
}

function stateLine({ state, missing, planned, ended }: Progress, untilEnd: boolean): string {
  switch (state) {
    case 'waiting':
      return missing.length > 0 ? `waiting for a study in ${missing.join(', ')}` : 'waiting for the first evaluation';
    case 'running':
      return `running: ${ended} of ${count(planned, 'run')} ended`;
    case 'stopped':
      return `stopped: ${ended} of ${count(planned, 'run')} ended, and no runner is at work; \`hport resume\` goes on`;
    case 'ended':
      return `ended: all of ${count(planned, 'run')}${untilEnd ? '' : '; the page stays until Ctrl-C'}`;
  }
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('Expected a whole number from 0 to 65535.');
}
