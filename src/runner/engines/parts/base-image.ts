import { execa } from 'execa';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bug, infrastructureError, messageOf } from '../../../core/errors.js';
import type { ContainerName } from './container-of.js';
import type { Docker } from './docker-client.js';
import { pullImage } from './find-image.js';
import { packageRoot } from '../../../core/package.js';

/**
 * Sees to it that the image after `ARG BASE=` of a container's Dockerfile is here: pulled, or else a stand-in where this
 * machine can make one.
 * @throws SuiteError infrastructure, with what was tried.
 */
export async function ensureBase(
  docker: Docker,
  container: ContainerName,
  onProgress?: (line: string) => void,
): Promise<string> {
  const reference = await baseOf(container);
  const trouble = await pullImage(docker, reference, onProgress);
  if (trouble === undefined) return reference;
  if (!canMakeStandIn()) throw noBase(reference, trouble);
  onProgress?.(`${reference} cannot be pulled; making a stand-in of Debian packages`);
  const made = await execa('bash', [join(packageRoot(), 'containers', 'base.sh'), container], { reject: false });
  if (made.failed) throw noBase(reference, `${trouble}\n  ${made.stderr || messageOf(made)}`);
  return reference;
}

/** The public image that a container's Dockerfile starts from. */
export async function baseOf(container: ContainerName): Promise<string> {
  const dockerfile = join(packageRoot(), 'containers', container, 'Dockerfile');
  const reference = /^ARG BASE=(\S+)$/m.exec(await readFile(dockerfile, 'utf8'))?.[1];
  if (reference === undefined) throw bug('there is no line ARG BASE=...', { file: dockerfile });
  return reference;
}

function canMakeStandIn(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/sbin/debootstrap');
}

function noBase(reference: string, trouble: string): Error {
  return infrastructureError(`the image ${reference} is missing and cannot be pulled: ${trouble}`, {
    mend: `\`docker pull ${reference}\` where a registry answers, or as root on Debian \`apt-get install debootstrap\` and run containers/base.sh`,
  });
}
