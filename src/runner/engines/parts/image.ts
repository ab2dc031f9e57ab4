import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { infrastructureError, messageOf } from '../../../core/errors.js';
import { digest } from '../../../core/json.js';
import { baseOf, ensureBase } from './base-image.js';
import { collectContext, containerFor, packContext, type ImageBuild } from './build-context.js';
import { filesOf, type ContextFile } from './context-files.js';
import type { Docker } from './docker-client.js';
import { LOCK, readLock } from './lock-file.js';
import { digestOf, findImage, labelOf, pullImage } from './find-image.js';
import { followProgress } from './progress-stream.js';
import { sourceDigest } from './source-digest.js';
import { containerTarget, wheelhouse } from './wheelhouse.js';
import { openWorkplace } from './workplace.js';

export type { ImageBuild } from './build-context.js';

export interface Image {
  /** Such as `hport/counting-ones:1.0.0-0123456789ab`. */
  readonly reference: string;
  /** Of the registry, or the id of an image that was built here. */
  readonly digest: string;
}

const underWay = new Map<string, Promise<Image>>();

/**
 * The image of a family: the one that the manifest names, else one built from the family's folder, and built again
 * exactly when something that goes into it has changed.
 * @throws SuiteError infrastructure, with the last lines of what failed.
 */
export async function ensureImage(
  docker: Docker,
  build: ImageBuild,
  onProgress?: (line: string) => void,
): Promise<Image> {
  if (build.image !== undefined) return await namedImage(docker, build.image, onProgress);
  const files = await collectContext(build);
  const content = await sourceDigest(files);
  const base = await baseFor(docker, { build, content }, onProgress);
  if (typeof base !== 'string') return base;
  const source = digest({ content, base });
  const reference = `hport/${build.family}:${build.version}-${source.slice('sha256:'.length).slice(0, 12)}`;
  const found = await findImage(docker, reference);
  if (found !== undefined && labelOf(found, SOURCE) === source) return { reference, digest: digestOf(found) };
  // Two workers of one run may ask at the same time.
  const running =
    underWay.get(reference) ?? buildImage(docker, { build, files, content, base, source, reference, onProgress });
  underWay.set(reference, running);
  return await running.finally(() => underWay.delete(reference));
}

/**
 * Digest of the image that the family's is built upon, which is part of what the family's image is: equal files on another base
 * are another image. Where the base is neither here nor to be had, an image of the same files will do.
 */
async function baseFor(
  docker: Docker,
  { build, content }: Pick<Plan, 'build' | 'content'>,
  onProgress?: (line: string) => void,
): Promise<string | Image> {
  const container = containerFor(build);
  const here = await findImage(docker, await baseOf(container));
  if (here !== undefined) return digestOf(here);
  const [built] = await docker.listImages({ filters: JSON.stringify({ label: [`${CONTENT}=${content}`] }) });
  const [reference] = built?.RepoTags ?? [];
  const found = reference === undefined ? undefined : await findImage(docker, reference);
  if (reference !== undefined && found !== undefined) return { reference, digest: digestOf(found) };
  const base = await findImage(docker, await ensureBase(docker, container, onProgress));
  if (base === undefined) throw infrastructureError(`the image ${await baseOf(container)} vanished`);
  return digestOf(base);
}

async function namedImage(docker: Docker, reference: string, onProgress?: (line: string) => void): Promise<Image> {
  const trouble = await pullImage(docker, reference, onProgress);
  const found = trouble === undefined ? await findImage(docker, reference) : undefined;
  if (found !== undefined) return { reference, digest: digestOf(found) };
  throw infrastructureError(`image ${reference} is missing and cannot be pulled: ${trouble ?? 'it was removed'}`, {
    mend: `build or load it, or take the key "image" out of benchmark.yaml to have one built from the family's folder`,
  });
}

interface Plan {
  readonly build: ImageBuild;
  readonly files: readonly ContextFile[];
  /** Digest of the files. */
  readonly content: string;
  /** Digest of the image to start from. */
  readonly base: string;
  /** Digest of both. */
  readonly source: string;
  readonly reference: string;
  readonly onProgress: ((line: string) => void) | undefined;
}

async function buildImage(docker: Docker, plan: Plan): Promise<Image> {
  const { build, base, reference, onProgress } = plan;
  const container = containerFor(build);
  const wheels = await wheelsFor(docker, plan);
  onProgress?.(`building ${reference}`);
  // A runner that is killed in the middle of a build leaves no folder behind.
  await using workplace = await openWorkplace('none');
  const folder = join(workplace.folder, 'context');
  const stage = randomUUID();
  try {
    const stream = await docker.buildImage(await packContext([...plan.files, ...wheels], folder), {
      t: reference,
      labels: labelsOf(plan),
      // Docker warns of an argument that a Dockerfile does not take.
      buildargs: container === 'node' ? { BASE: base, RUNTIME: build.runtime } : { BASE: base, STAGE: stage },
      networkmode: 'none',
      rm: true,
      forcerm: true,
    });
    await followProgress(stream);
  } catch (cause) {
    throw infrastructureError(`the image of ${build.family} cannot be built:\n${messageOf(cause)}`, {
      file: `containers/${container}/Dockerfile`,
      cause,
    });
  } finally {
    await removeStage(docker, stage);
  }
  const built = await findImage(docker, reference);
  if (built === undefined) throw infrastructureError(`the image ${reference} vanished after it was built`);
  return { reference, digest: digestOf(built) };
}

const SOURCE = 'org.hport.source';
const CONTENT = 'org.hport.content';

function labelsOf({ build, content, base, source }: Plan): Readonly<Record<string, string>> {
  const family = { 'org.hport.family': build.family, 'org.hport.version': build.version };
  return { [SOURCE]: source, [CONTENT]: content, 'org.hport.base': base, ...family };
}

/** The engine keeps the first stage of a build, an image without a name: all wheels, as they are and installed. */
async function removeStage(docker: Docker, stage: string): Promise<void> {
  const filters = JSON.stringify({ label: [`org.hport.stage=${stage}`] });
  const images = await docker.listImages({ filters });
  await Promise.allSettled(images.map(({ Id }) => docker.getImage(Id).remove()));
}

async function wheelsFor(docker: Docker, { build, onProgress }: Plan): Promise<readonly ContextFile[]> {
  const lock = join(build.folder, LOCK);
  if (containerFor(build) !== 'python' || !existsSync(lock)) return [];
  const info = (await docker.info()) as { readonly Architecture: string };
  const folder = await wheelhouse(await readLock(lock), containerTarget(info.Architecture), onProgress);
  return (await filesOf(folder)).map((path) => ({ path: `wheels/${path}`, from: join(folder, path) }));
}
