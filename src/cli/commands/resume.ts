import type { Command } from 'commander';
import type { Perform } from '../perform.js';
import type { Terminal } from '../terminal.js';
import { examples } from '../words.js';

/** `hport resume <dir>` */
export function addResume(program: Command, perform: Perform): void {
  program
    .command('resume')
    .summary('go on with an interrupted study')
    .description(
      'Goes on with a study that was interrupted or killed, from its logs: nothing observed is evaluated again.',
    )
    .argument('<dir>', 'the folder of the study')
    .addHelpText('after', examples('hport resume results/quickstart'))
    .action((folder: string) => perform((terminal) => resume(folder, terminal)));
}

async function resume(folder: string, terminal: Terminal): Promise<number> {
  const { resumeStudy } = await import('../../runner/study.js');
  const { readStudy } = await import('../../log/study.js');
  const { runSession } = await import('../study-session.js');
  const runs = readStudy(folder).runs.length;
  return await runSession({ folder, runs, start: (options) => resumeStudy(folder, options) }, terminal);
}
