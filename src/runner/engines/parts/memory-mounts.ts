/** Every place that a guest can write to is in memory, runs nothing, and is bounded in bytes and in number of files. */
const FLAGS = 'nosuid,nodev,noexec';

const MEBIBYTE = 1024 ** 2;
/** Empty files and folders take memory of the kernel (about 1 kB each) that no bound on bytes counts. */
const MOST_FILES = 16_384;
const MOST_CHECKPOINT_FILES = 32_768;

/** Of a container, by place. What is written there counts against the worker's memory. */
export function temporaryMounts(memoryBytes: number): Readonly<Record<string, string>> {
  const shared = Math.min(64 * MEBIBYTE, Math.floor(memoryBytes / 2));
  const options = (bytes: number): string => `rw,${FLAGS},size=${bytes},nr_inodes=${MOST_FILES},mode=1777`;
  return { '/tmp': options(64 * MEBIBYTE), '/dev/shm': options(shared) };
}

/** Of a volume in memory for checkpoints: half of a worker's memory. */
export function checkpointMount(memoryBytes: number, user: number): string {
  const size = Math.floor(memoryBytes / 2);
  return `size=${size},nr_inodes=${MOST_CHECKPOINT_FILES},${FLAGS},uid=${user},gid=${user},mode=0700`;
}
