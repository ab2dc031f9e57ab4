import { execa } from 'execa';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../core/package.js';
import type { Family } from '../families.js';
import type { Engine, EngineSession, GuestExit, GuestSpec, ImageIdentity, SessionOptions } from './engine.js';
import { boundedLog } from './parts/bounded-log.js';
import { guestEnvironment } from './parts/guest-environment.js';
import { listenForGuest } from './parts/guest-socket.js';
import { checkGpus } from './parts/host-gpus.js';
import { objectiveFolder } from './parts/objective-file.js';
import { ensurePython } from './parts/python-env.js';
import { awaitGuest } from './parts/start-guest.js';
import { openWorkplace, type Workplace } from './parts/workplace.js';

/** A plain process of the host for each worker: needs no container engine, and isolates nothing. */
const processEngine: Engine = {
  name: 'process',
  summary: 'a process of this machine for each worker: no container engine needed, no isolation, no memory limit',
  embedded: false,
  refuses: (family) =>
    family.runtime in PROGRAMS ? undefined : `the process engine has no program for the runtime ${family.runtime}`,
  open: async (options) => openSession(options, await openWorkplace('none')),
};
export default processEngine;

/** What runs a family of a runtime, and where its code is. */
const PROGRAMS: Readonly<Record<string, (family: Family, onNotice?: (line: string) => void) => Promise<Program>>> = {
  node: (family) =>
    Promise.resolve({
      command: [process.execPath, fromRoot('dist/containers/node/guest.js')],
      folder: objectiveFolder(family),
    }),
  python: async (family, onNotice) => {
    const lock = join(family.folder, 'requirements.lock');
    const python = await ensurePython(existsSync(lock) ? lock : undefined, onNotice);
    return { command: [python, fromRoot('containers/python/guest')], folder: family.folder };
  },
};

interface Program {
  readonly command: readonly [string, ...string[]];
  readonly folder: string;
}

function fromRoot(path: string): string {
  return join(packageRoot(), path);
}

function openSession(options: SessionOptions, workplace: Workplace): EngineSession {
  const programs = new Map<string, Promise<Program>>();
  const running = new Set<() => Promise<unknown>>();
  const programOf = (family: Family): Promise<Program> => {
    const known =
      programs.get(family.name) ?? (PROGRAMS[family.runtime] as (typeof PROGRAMS)[string])(family, options.onNotice);
    programs.set(family.name, known);
    return known;
  };
  let started = 0;
  const start: EngineSession['start'] = async (spec, signal) => {
    await checkGpus(spec.gpus);
    const { command, folder } = await programOf(spec.family);
    const place = join(workplace.folder, `${started++}`);
    const environment = await furnish(spec, place, folder, workplace.folder);
    const socket = await listenForGuest(place, 's');
    const log = options.logs === undefined ? undefined : join(options.logs, `${spec.family.name}-${spec.slot}.log`);
    const child = spawnGuest(command, { ...environment, HPORT_SOCKET: join(socket.folder, socket.name) }, place, log);
    const kill = async (): Promise<void> => {
      child.kill();
      await child.gone;
      running.delete(kill);
    };
    running.add(kill);
    return await awaitGuest({ what: `the process of ${spec.family.name}`, socket, gone: child.gone, kill }, signal);
  };
  return {
    prepare: async (family): Promise<ImageIdentity> => ({ reference: (await programOf(family)).command[0] }),
    start,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...running].map((kill) => kill()));
      await workplace[Symbol.asyncDispose]();
    },
  };
}

/** Makes the guest's own folder and its environment: nothing of the user's own environment but the path of programs. */
async function furnish(
  spec: GuestSpec,
  place: string,
  folder: string,
  shared: string,
): Promise<Record<string, string>> {
  const checkpoints = join(shared, `checkpoints-${spec.family.name}`);
  await Promise.all([mkdir(join(place, 'tmp'), { recursive: true }), mkdir(checkpoints, { recursive: true })]);
  await writeFile(join(place, 'descriptors.json'), JSON.stringify(spec.family.descriptors));
  return {
    ...guestEnvironment(spec.size, spec.gpus),
    PATH: process.env['PATH'] ?? '',
    HOME: join(place, 'tmp'),
    TMPDIR: join(place, 'tmp'),
    HPORT_FAMILY: folder,
    HPORT_DESCRIPTORS: join(place, 'descriptors.json'),
    HPORT_CHECKPOINTS: checkpoints,
  };
}

function spawnGuest(
  [program, ...words]: readonly [string, ...string[]],
  env: Record<string, string>,
  cwd: string,
  logFile: string | undefined,
): { readonly gone: Promise<GuestExit>; kill(): void } {
  const log = boundedLog(logFile);
  // A group of its own: killing it takes along whatever the guest has started, and Ctrl-C in the terminal is the runner's.
  const child = execa(program, words, {
    env,
    extendEnv: false,
    cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    buffer: false,
    reject: false,
  });
  child.stdout.on('data', (chunk: Buffer) => log.stream.write(chunk));
  child.stderr.on('data', (chunk: Buffer) => log.stream.write(chunk));
  const gone = child.then((result): GuestExit => {
    log.stream.end();
    const how =
      result.signal === undefined ? `exited with code ${result.exitCode ?? '?'}` : `was ended by ${result.signal}`;
    return {
      how:
        result.exitCode === undefined && result.signal === undefined ? (result.shortMessage ?? 'did not start') : how,
      outOfMemory: false,
      log: log.tail(),
    };
  });
  const kill = (): void => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  };
  return { gone, kill };
}
