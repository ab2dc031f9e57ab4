import type { Optimizer } from '../optimizers/optimizer.js';

/** How long an optimizer may take to let go of what it owns. */
const LONGEST_SECONDS = 10;

/**
 * Has an optimizer let go of what it owns, and waits for that. One that cannot, or takes too long, neither fails the run, whose
 * results are complete, nor holds up the study: it is said.
 * @param run - its name, for messages
 */
export async function endOptimizer(
  optimizer: Optimizer,
  run: string,
  onNotice?: (line: string) => void,
  seconds: number = LONGEST_SECONDS,
): Promise<void> {
  if (optimizer[Symbol.asyncDispose] === undefined) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`did not end within ${seconds} s`), seconds * 1000);
  });
  const complaint = await Promise.race([complaintOf(optimizer), late]);
  clearTimeout(timer);
  if (complaint !== undefined) onNotice?.(`the optimizer of ${run} ${complaint}: what it owns may be left behind`);
}

async function complaintOf(optimizer: Optimizer): Promise<string | undefined> {
  try {
    await optimizer[Symbol.asyncDispose]?.();
    return undefined;
  } catch (error) {
    return `failed to end (${error instanceof Error ? error.message : String(error)})`;
  }
}
