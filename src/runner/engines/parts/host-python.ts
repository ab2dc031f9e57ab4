import { execa } from 'execa';
import { infrastructureError } from '../../../core/errors.js';

/** The Python of this machine. */
export interface HostPython {
  /** Absolute path of the interpreter itself, behind any shim. */
  readonly executable: string;
  /** Such as `3.11.7`. */
  readonly version: string;
  /** Such as `linux-x86_64`. */
  readonly platform: string;
  /** Such as `2.36`; empty where there is none. */
  readonly glibc: string;
}

const PROBE = `
import json, platform, sys, sysconfig
libc, version = platform.libc_ver()
print(json.dumps({
    "executable": sys.executable,
    "version": platform.python_version(),
    "platform": sysconfig.get_platform(),
    "glibc": version if libc == "glibc" else "",
}))`;

const known = new Map<string, Promise<HostPython>>();

/**
 * `HPORT_PYTHON`, else `python3` of the path; asked once a process.
 * @throws SuiteError infrastructure, when there is none or it is older than 3.9.
 */
export async function probePython(): Promise<HostPython> {
  const named = process.env['HPORT_PYTHON'];
  const command = named === undefined || named === '' ? 'python3' : named;
  const probe = known.get(command) ?? ask(command);
  known.set(command, probe);
  return await probe;
}

/** The end of a program's output, for a message. */
export function lastLines(text: string | undefined, count = 8): string {
  return (text ?? '').trimEnd().split('\n').slice(-count).join('\n');
}

async function ask(command: string): Promise<HostPython> {
  const mend = 'install Python 3.9 or later, or set HPORT_PYTHON to one';
  // Isolated (-I): neither the user's site-packages nor PYTHONPATH may change the answer.
  const result = await execa(command, ['-I', '-c', PROBE], { reject: false });
  if (result.failed) {
    const why = result.code === 'ENOENT' ? 'there is no such program' : lastLines(result.stderr);
    throw infrastructureError(`Python (${command}) cannot be used: ${why}`, { mend });
  }
  const python = JSON.parse(result.stdout) as HostPython;
  const [major = 0, minor = 0] = python.version.split('.').map(Number);
  if (major !== 3 || minor < 9) {
    throw infrastructureError(`Python ${python.version} (${python.executable}) is too old`, { mend });
  }
  return python;
}
