import { randomInt } from 'node:crypto';

/** Numbers that distributions, LDAP and the ranges of subuid do not give to people and programs. */
const FIRST = 0x70000000;
const LAST = 0x7effffff;
/** What the usual map of a user namespace has, without those of system users and of nobody. */
const MAPPED_FIRST = 10_000;
const MAPPED_LAST = 60_000;

/**
 * A user number that no other container has. The kernel counts some things for each user of the machine, whatever the container:
 * message queues, watched files, pages of pipes. With one number for all, a guest could use up those of another study.
 * @param mapped whether the engine maps numbers of containers to others of the machine, of which it has fewer
 */
export function newGuestUser(mapped: boolean): number {
  return mapped ? randomInt(MAPPED_FIRST, MAPPED_LAST) : randomInt(FIRST, LAST);
}
