import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../core/package.js';

let profile: string | undefined;

/**
 * Our profile of system calls, as the engine wants it: in one line. It allows what training takes and refuses the rest, also
 * where the profile of an older engine allows it: sockets of virtual machines (AF_VSOCK), which no network namespace holds back,
 * io_uring, ptrace. It knows the machine's own system calls only, since those of 32 bits would get past the rules for sockets.
 */
export function seccompProfile(): string {
  const file = join(packageRoot(), 'containers', 'seccomp.json');
  return (profile ??= JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))));
}
