/**
 * A checkpoint token is the name of a folder under the guest's checkpoint folder, never a path. Both sides check it: the
 * host since a guest is not trusted with names of files, the guest since a log may have been edited by hand.
 */
export const CHECKPOINT_TOKEN: RegExp = /^[A-Za-z0-9_-]{1,64}$/;

export function isCheckpointToken(value: unknown): value is string {
  return typeof value === 'string' && CHECKPOINT_TOKEN.test(value);
}
