// What the tests need from the machine beside Node: installed by apt-get where this is root on Debian.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Families in Python run on the Python of this machine, and pip downloads what goes into their images. */
export function preparePython(say) {
  const hasPip = 'import importlib.util as i, sys; sys.exit(i.find_spec("pip") is None or sys.version_info < (3, 9))';
  if (run(process.env.HPORT_PYTHON || 'python3', ['-c', hasPip]).status === 0) return undefined;
  return installPackages(['python3', 'python3-pip', 'python3-venv'], say);
}

/** The page of a report is tested in a real browser. */
export function prepareBrowser(say) {
  return isProgram('chromium') ? undefined : installPackages(['chromium'], say);
}

/** @returns why not, or undefined when the packages are there */
export function installPackages(packages, say) {
  if (process.getuid?.() !== 0) return `${packages[0]} is missing, and can be installed here only by root`;
  if (!existsSync('/etc/debian_version')) return `${packages[0]} is missing, and can be installed here only on Debian`;
  say(`installing ${packages.join(', ')} ...`);
  const lists = '/var/lib/apt/lists';
  const hasLists = existsSync(lists) && readdirSync(lists).some((name) => name.includes('_Packages'));
  if (!hasLists) apt(['update']);
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  let result = apt(install);
  // Old lists name packages that are gone.
  if (result.status !== 0 && hasLists && apt(['update']).status === 0) result = apt(install);
  return result.status === 0 ? undefined : `apt-get cannot install ${packages[0]}: ${lastLine(result.stderr)}`;
}

export function isProgram(name) {
  return ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin'].some((folder) =>
    existsSync(join(folder, name)),
  );
}

export function run(command, args, options = {}) {
  return spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], ...options });
}

export function lastLine(text) {
  return text.trim().split('\n').at(-1);
}

function apt(args) {
  return run('apt-get', ['-qq', ...args], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}
