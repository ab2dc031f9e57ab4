import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDrawer } from './drawer.js';
import { createDrawings, type Drawings } from './drawings.js';
import { createFollower, type Follower } from './follow.js';
import { LIVE_SCRIPTS, livePageHtml } from './live-page.js';
import { createPace, type Pace } from './pace.js';
import type { Progress } from './progress.js';
import { openServer, type Content, type LiveServer } from './server.js';
import { stripHtml, stripText } from './strip.js';

export interface WatchOptions {
  /** Of 127.0.0.1; 0 takes any that is free. */
  readonly port: number;
  /** Returns when the studies have ended, or have stopped after having run. */
  readonly untilEnd: boolean;
  readonly signal: AbortSignal;
  readonly onAddress: (address: string) => void;
  /** After every look at the logs that found something new. */
  readonly onProgress: (progress: Progress) => void;
}

/** Of a core, on average: for drawing, and for reading what is new in the logs. Answering takes the rest of 5 %, if that. */
const SHARES = { draw: 0.03, read: 0.01 } as const;
/** Seconds of CPU that the first looks may take at once. */
const BURST = 0.5;
/** Seconds between two looks at the logs, at least. */
const LOOK = 1;

/**
 * Serves the report of studies to this machine while they run, until the signal aborts.
 * @returns how the studies ended, where that was waited for
 * @throws SuiteError of code 'user' where the studies cannot be read or compared at the start, or the port is taken
 */
export async function watchStudies(folders: readonly string[], options: WatchOptions): Promise<'ended' | 'stopped'> {
  const follower = createFollower(folders);
  // Before anything is served, as there may be nothing to serve.
  await follower.poll();
  await using drawer = createDrawer(folders);
  const drawings = createDrawings(drawer, { share: SHARES.draw });
  const view = createView(follower, drawings, folders);
  await using server = await openServer(options.port, view.content);
  options.onAddress(server.address);
  return await follow({ follower, drawings, view, server }, options);
}

interface Parts {
  readonly follower: Follower;
  readonly drawings: Drawings;
  readonly view: View;
  readonly server: LiveServer;
}

async function follow(
  { follower, drawings, view, server }: Parts,
  options: WatchOptions,
): Promise<'ended' | 'stopped'> {
  const { signal, untilEnd, onProgress } = options;
  const pace = createPace({ share: SHARES.read, burst: BURST });
  let failure: { readonly error: unknown } | undefined;
  let ran = false;
  const tell = (): void => {
    onProgress(view.progress());
    server.send(view.progressEvent());
  };
  for (let isNew = true; ; isNew = await timed(follower, pace)) {
    if (failure !== undefined) throw failure.error;
    if (isNew) view.changed();
    const { state, evaluations } = follower.progress;
    const last = state === 'ended' || state === 'stopped';
    const drawing = evaluations > 0 || last ? drawings.drawIfDue(view.version(), last) : undefined;
    drawing?.then(
      (there) => {
        if (there) server.send(view.pageEvent());
        tell();
      },
      (error: unknown) => (failure = { error }),
    );
    if (isNew || drawing !== undefined) tell();
    ran ||= state === 'running';
    if (untilEnd && state === 'ended' && drawings.pictures(view.version()).current) return state;
    if (untilEnd && state === 'stopped' && ran) return state;
    await nextLook(follower, pace, signal);
  }
}

/** Waits for the pace, but no longer than until a runner comes or goes: that is the time for a last look. */
async function nextLook(follower: Follower, pace: Pace, signal: AbortSignal): Promise<void> {
  const atWork = follower.isAtWork();
  do await sleep(1000 * LOOK, undefined, { signal });
  while (pace.wait() > 0 && follower.isAtWork() === atWork);
}

/** Looks once, and takes down how busy this thread was: an upper bound of its CPU seconds. */
async function timed(follower: Follower, pace: Pace): Promise<boolean> {
  const before = performance.eventLoopUtilization();
  const isNew = await follower.poll();
  pace.spent(performance.eventLoopUtilization(before).active / 1000);
  return isNew;
}

/** What is shown: the progress, and the pictures of some version of the logs. */
interface View {
  readonly content: Content;
  changed(): void;
  version(): number;
  progress(): Progress;
  progressEvent(): { readonly name: string; readonly data: unknown };
  pageEvent(): { readonly name: string; readonly data: unknown };
}

function createView(follower: Follower, drawings: Drawings, folders: readonly string[]): View {
  let version = 0;
  const progress = (): Progress => {
    const { troubles } = follower.progress;
    const { trouble } = drawings;
    // A damaged log is a trouble to both who read it.
    return trouble === undefined || troubles.includes(trouble)
      ? follower.progress
      : { ...follower.progress, troubles: [...troubles, trouble] };
  };
  const pictures = (): ReturnType<Drawings['pictures']> => drawings.pictures(version);
  const progressEvent = (): ReturnType<View['progressEvent']> => {
    const now = progress();
    return { name: 'progress', data: { ...now, pictures: pictures(), strip: stripText(now, pictures(), Date.now()) } };
  };
  const pageEvent = (): ReturnType<View['pageEvent']> => ({ name: 'page', data: { page: pictures().id } });
  return {
    content: {
      page: () => livePageHtml(stripHtml(progress(), pictures(), Date.now()), drawings.page, folders),
      summary: () => drawings.page?.summary,
      greeting: () => [progressEvent(), pageEvent()],
      scripts: LIVE_SCRIPTS,
    },
    changed: () => {
      version++;
    },
    version: () => version,
    progress,
    progressEvent,
    pageEvent,
  };
}
