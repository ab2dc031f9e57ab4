import { formatSuiteError, messageOf, SuiteError } from '../core/errors.js';
import {
  INSTALL_OPTIONAL,
  installedVersion,
  OPTIONAL_PACKAGES,
  type OptionalPackage,
} from '../core/optional-packages.js';
import { cacheContents } from '../data/cache-contents.js';
import { dataCache } from '../data/cache.js';
import { mebibytes } from '../data/mebibytes.js';
import { dataMirror, openMirror } from '../data/mirror.js';
import { connectDocker } from './engines/parts/docker-client.js';
import { sweepDocker } from './engines/parts/docker-sweep.js';
import { traitsOf } from './engines/parts/engine-traits.js';
import { listGpus } from './engines/parts/host-gpus.js';
import { probePython } from './engines/parts/host-python.js';
import { sweepFolders } from './engines/parts/workplace.js';

/** One thing that the suite can use. */
export interface Finding {
  readonly name: string;
  readonly status: 'ok' | 'missing' | 'warning';
  /** What was found, or what its absence means. */
  readonly message: string;
}

/** Looks at what this machine has. Nothing that is missing stops the inline engine. */
export async function diagnose(): Promise<readonly Finding[]> {
  return await Promise.all([node(), docker(), python(), gpus(), data(), ...OPTIONAL_PACKAGES.map(optional)]);
}

/** Removes what runners that are dead have left: containers, volumes, folders. Returns what was removed. */
export async function clean(): Promise<readonly string[]> {
  const engine = await connectDocker().catch(() => undefined);
  const inEngine = engine === undefined ? [] : await sweepDocker(engine);
  const folders = await sweepFolders();
  return [...inEngine, ...folders.map((folder) => `folder ${folder}`)];
}

function node(): Promise<Finding> {
  const major = Number(process.versions.node.split('.')[0]);
  const old = major < 22 ? ' (past the end of its life: 22 or later is the version to use)' : '';
  return Promise.resolve({ name: 'node', status: old === '' ? 'ok' : 'warning', message: `${process.version}${old}` });
}

async function docker(): Promise<Finding> {
  try {
    const engine = await connectDocker();
    const { Version, ApiVersion } = await engine.version();
    const { runtime, runtimes, mapsUsers } = await traitsOf(engine);
    const nvidia = runtimes.includes('nvidia') ? 'with the NVIDIA runtime' : 'without the NVIDIA runtime';
    const guests = runtime === undefined ? [] : [`guests are run by ${runtime} (HPORT_RUNTIME_CLASS)`];
    const users = mapsUsers ? ['with mapped users'] : [];
    const message = [`engine ${Version}, API ${ApiVersion}`, nvidia, ...users, ...guests].join(', ');
    return { name: 'docker', status: 'ok', message };
  } catch (error) {
    if (error instanceof SuiteError && error.code === 'user') {
      return { name: 'docker', status: 'warning', message: formatSuiteError(error) };
    }
    return {
      name: 'docker',
      status: 'missing',
      message: `${messageOf(error)}: the engines inline and process need none`,
    };
  }
}

async function python(): Promise<Finding> {
  try {
    const { executable, version } = await probePython();
    return { name: 'python', status: 'ok', message: `${executable}, ${version}: Python families can run as processes` };
  } catch (error) {
    return {
      name: 'python',
      status: 'missing',
      message: `${messageOf(error)}: Python families need the engine docker`,
    };
  }
}

async function gpus(): Promise<Finding> {
  const found = await listGpus();
  if (found.length === 0)
    return { name: 'gpus', status: 'missing', message: 'nvidia-smi shows none: workers.gpus must be 0' };
  return { name: 'gpus', status: 'ok', message: found.map((gpu) => `${gpu.index} (${gpu.uuid})`).join(', ') };
}

/** Where data are, and how much; a mirror that is none is worth a warning. */
async function data(): Promise<Finding> {
  const cache = dataCache();
  const files = await cacheContents(cache);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const found = `cache ${cache}: ${mebibytes(bytes)} in ${files.length} file${files.length === 1 ? '' : 's'}`;
  const mirror = dataMirror();
  try {
    openMirror(mirror);
    return { name: 'data', status: 'ok', message: `${found}; ${mirror === '' ? 'no mirror' : `mirror ${mirror}`}` };
  } catch (error) {
    return { name: 'data', status: 'warning', message: `${found}; HPORT_DATA_MIRROR: ${messageOf(error)}` };
  }
}

function optional({ name, without }: OptionalPackage): Promise<Finding> {
  const version = installedVersion(name);
  const finding: Finding =
    version === undefined
      ? { name, status: 'missing', message: `without it, ${without}. ${INSTALL_OPTIONAL}` }
      : { name, status: 'ok', message: version };
  return Promise.resolve(finding);
}
