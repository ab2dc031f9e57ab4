import { messageOf } from '../../../core/errors.js';
import { statusOf, type Docker, type ImageInspectInfo } from './docker-client.js';
import { followProgress } from './progress-stream.js';

/** Milliseconds that a registry has for its first word, and then between words. */
const PATIENCE = 20_000;

/** An image of the engine's own store, or undefined. */
export async function findImage(docker: Docker, reference: string): Promise<ImageInspectInfo | undefined> {
  try {
    return await docker.getImage(reference).inspect();
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** A digest of a registry where the image came from one, else the image's id. */
export function digestOf(image: ImageInspectInfo): string {
  // Some engines write null for none, whatever the type says.
  return (image.RepoDigests as readonly string[] | null)?.[0] ?? image.Id;
}

export function labelOf(image: ImageInspectInfo, name: string): string | undefined {
  return (image.Config.Labels as Readonly<Record<string, string>> | null)?.[name];
}

/**
 * Pulls an image unless it is here.
 * @returns undefined when it is here now, else why not. A registry that cannot be reached is given up soon.
 */
export async function pullImage(
  docker: Docker,
  reference: string,
  onProgress?: (line: string) => void,
): Promise<string | undefined> {
  if ((await findImage(docker, reference)) !== undefined) return undefined;
  const silence = new AbortController();
  const alarm = setTimeout(() => silence.abort(), PATIENCE);
  try {
    const stream = await docker.pull(reference, { abortSignal: silence.signal });
    onProgress?.(`pulling ${reference}`);
    await followProgress(stream, () => alarm.refresh());
    return undefined;
  } catch (error) {
    return silence.signal.aborted ? `the registry said nothing for ${PATIENCE / 1000} s` : messageOf(error);
  } finally {
    clearTimeout(alarm);
  }
}
