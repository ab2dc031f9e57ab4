import type Docker from 'dockerode';
import { infrastructureError, messageOf } from '../../../core/errors.js';

export type { Docker };
export type { Container, ContainerCreateOptions, ContainerInspectInfo, ImageInspectInfo } from 'dockerode';

/**
 * The engine that DOCKER_HOST names, else the local one; it has answered a ping.
 * The only door to dockerode, which is imported late because it takes a quarter of a second.
 * @throws SuiteError infrastructure, when nothing answers.
 */
export async function connectDocker(): Promise<Docker> {
  const { default: Client } = await import('dockerode');
  try {
    const docker = new Client();
    await docker.ping();
    return docker;
  } catch (cause) {
    throw infrastructureError(`no container engine answers at ${engineAddress()}: ${messageOf(cause)}`, {
      mend: 'Start one (such as dockerd), set DOCKER_HOST to its address, or name an engine that needs none and isolates nothing: --engine process, or --engine inline for families that are not Python.',
      cause,
    });
  }
}

/** Where an engine is looked for, in words for people. */
export function engineAddress(): string {
  const host = process.env['DOCKER_HOST'];
  return host === undefined || host === '' ? 'the default socket' : host;
}

/** The HTTP status of an error that the engine answered with, such as 404; undefined for anything else. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
