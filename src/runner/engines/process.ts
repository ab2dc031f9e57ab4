import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../core/package.js';
import type { Family } from '../families.js';
import { settleAll } from '../settle-all.js';
import type { Engine, EngineSession, Guest, GuestSpec, SessionOptions } from './engine.js';
import { boundedLog } from './parts/bounded-log.js';
import { type ContainerName, containerOf } from './parts/container-of.js';
import { familyCode } from './parts/family-code.js';
import { noticeForeignCode } from './parts/foreign-code.js';
import { guestEnvironment } from './parts/guest-environment.js';
import { listenForGuest } from './parts/guest-socket.js';
import { checkGpus } from './parts/host-gpus.js';
import { ensurePython } from './parts/python-env.js';
import { killStrays } from './parts/strays.js';
import { type Command, spawnGuest } from './parts/spawn-guest.js';
import { stageFamily } from './parts/stage-family.js';
import { awaitGuest } from './parts/start-guest.js';
import { noteProcess, openWorkplace, type Workplace } from './parts/workplace.js';

/** A plain process of the host for each worker: needs no container engine, and isolates nothing. */
const processEngine: Engine = {
  name: 'process',
  summary: 'a process of this machine for each worker: no container engine needed, no isolation, no memory limit',
  embedded: false,
  keeps: ['deadline'],
  refuses: (family) =>
    containerOf(family.runtime) === undefined
      ? `the process engine has no program for the runtime ${family.runtime}`
      : undefined,
  open: async (options) =>
    openSession({ options, workplace: await openWorkplace('none'), running: new Set(), started: 0 }),
};
export default processEngine;

interface Program {
  readonly command: Command;
  /** What the guest is told beside what every guest is told. */
  readonly env: Readonly<Record<string, string>>;
}

type Prepare = (family: Family, place: string, onNotice?: (line: string) => void) => Promise<Program>;

const PROGRAMS: Readonly<Record<ContainerName, Prepare>> = {
  node: (family) =>
    Promise.resolve({
      command: [process.execPath, fromRoot('dist/containers/node/guest.js')],
      env: { HPORT_RUNTIME: family.runtime, HPORT_CODE: familyCode(family), HPORT_FAMILY: family.folder },
    }),
  python: async (family, place, onNotice) => {
    const lock = join(family.folder, 'requirements.lock');
    const python = await ensurePython(existsSync(lock) ? lock : undefined, onNotice);
    const staged = await stageFamily(family, join(place, `family-${family.name}`));
    return { command: [python, fromRoot('containers/python/guest')], env: { HPORT_FAMILY: staged } };
  },
};

function fromRoot(path: string): string {
  return join(packageRoot(), path);
}

interface Session {
  readonly options: SessionOptions;
  readonly workplace: Workplace;
  /** Ends each process that runs. */
  readonly running: Set<() => Promise<void>>;
  started: number;
}

function openSession(session: Session): EngineSession {
  const { options, workplace, running } = session;
  const programs = new Map<string, Program>();
  const programOf = async (family: Family): Promise<Program> => {
    const known = programs.get(family.name);
    if (known !== undefined) return known;
    noticeForeignCode('process', family, options.onNotice);
    const program = await PROGRAMS[containerOf(family.runtime) as ContainerName](
      family,
      workplace.folder,
      options.onNotice,
    );
    programs.set(family.name, program);
    return program;
  };
  return {
    prepare: async (family) => ({ reference: (await programOf(family)).command[0] }),
    start: async (spec, signal) => {
      await checkGpus(spec.gpus);
      return await startGuest(session, spec, await programOf(spec.family), signal);
    },
    [Symbol.asyncDispose]: async () => {
      try {
        await settleAll([...running].map((kill) => kill()));
      } finally {
        await workplace[Symbol.asyncDispose]();
      }
    },
  };
}

async function startGuest(session: Session, spec: GuestSpec, program: Program, signal?: AbortSignal): Promise<Guest> {
  const { options, workplace, running } = session;
  const place = join(workplace.folder, `${session.started++}`);
  const environment = await furnish(spec, place, program, workplace.folder);
  const socket = await listenForGuest(place, 's');
  const log = boundedLog(
    options.logs === undefined ? undefined : join(options.logs, `${spec.family.name}-${spec.slot}.log`),
  );
  const env = { ...environment, HPORT_SOCKET: join(socket.folder, socket.name) };
  const child = spawnGuest(program.command, { env, cwd: place, log });
  const kill = async (): Promise<void> => {
    child.kill();
    await killStrays(place);
    await child.gone;
    await rm(place, { recursive: true, force: true });
    running.delete(kill);
  };
  running.add(kill);
  if (child.pid !== undefined) await noteProcess(place, child.pid);
  return await awaitGuest({ what: `the process of ${spec.family.name}`, socket, gone: child.gone, kill }, signal);
}

/** Makes the guest's own folder and its environment: nothing of the user's own environment but the path of programs. */
async function furnish(
  spec: GuestSpec,
  place: string,
  program: Program,
  shared: string,
): Promise<Readonly<Record<string, string>>> {
  const checkpoints = join(shared, `checkpoints-${spec.family.name}`);
  await Promise.all([mkdir(join(place, 'tmp'), { recursive: true }), mkdir(checkpoints, { recursive: true })]);
  await writeFile(join(place, 'descriptors.json'), JSON.stringify(spec.family.descriptors));
  return {
    ...guestEnvironment(spec.size, spec.gpus),
    PATH: process.env['PATH'] ?? '',
    HOME: join(place, 'tmp'),
    TMPDIR: join(place, 'tmp'),
    HPORT_DESCRIPTORS: join(place, 'descriptors.json'),
    HPORT_CHECKPOINTS: checkpoints,
    ...(spec.data !== undefined && { HPORT_DATA: spec.data }),
    ...program.env,
  };
}
