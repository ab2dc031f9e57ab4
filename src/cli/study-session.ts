import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { StudyOptions } from '../runner/study.js';
import type { StudyResult } from '../runner/summary.js';
import { EXIT } from './failure.js';
import { interruptible, type Interrupted } from './interruption.js';
import { createProgress } from './progress.js';
import { studyJson, studyText } from './study-report.js';
import type { Terminal } from './terminal.js';

/** A study that is about to run, or to go on. */
export interface Session {
  readonly folder: string;
  /** How many runs there are. */
  readonly runs: number;
  start(options: StudyOptions): Promise<StudyResult>;
}

/** Runs a study with progress on stderr and its table on stdout; Ctrl-C stops it so that it can be resumed. */
export async function runSession(session: Session, terminal: Terminal): Promise<number> {
  const { value, code } = await watch(session, terminal);
  // A signal that came too late interrupted nothing.
  const whole = value?.runs.every(({ state }) => state !== 'interrupted') ?? false;
  if (code !== undefined && !whole) return interrupted(session, code, terminal);
  return value === undefined ? EXIT.bug : await finished(value, terminal);
}

async function watch(session: Session, terminal: Terminal): Promise<Interrupted<StudyResult>> {
  const progress = createProgress(terminal, session.runs);
  const onProgress: StudyOptions['onProgress'] = (state) => progress.update(state);
  const onNotice: StudyOptions['onNotice'] = (line) => progress.note(line);
  try {
    return await interruptible(
      (signal) => session.start({ signal, onProgress, onNotice }),
      () => progress.note('stopping; once more leaves at once'),
    );
  } finally {
    progress.stop();
  }
}

function interrupted({ folder }: Session, code: number, terminal: Terminal): number {
  if (!existsSync(join(folder, 'study.json'))) {
    if (terminal.json) terminal.answer({ folder, interrupted: true }, () => '');
    terminal.note('interrupted before the study began: there is nothing to go on with, but what was fetched is kept');
    return code;
  }
  const resume = `hport resume ${folder}`;
  if (terminal.json) terminal.answer({ folder, interrupted: true, resume }, () => '');
  terminal.note(`interrupted; nothing that was observed is lost. Go on with: ${resume}`);
  return code;
}

async function finished(result: StudyResult, terminal: Terminal): Promise<number> {
  const { analyseEnd } = await import('../analysis/analyse-end.js');
  const comparison = await analyseEnd(result.folder);
  terminal.answer(studyJson(result, comparison), () => studyText(result, comparison, terminal));
  return result.runs.every(({ state }) => state === 'completed') ? EXIT.ok : EXIT.failed;
}
