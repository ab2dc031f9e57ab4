/** Waits for something, but no longer than that; what it resolves with or fails with is nobody's concern here. */
export async function within(milliseconds: number, something: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
  await Promise.allSettled([Promise.race([something, timeUp])]);
  clearTimeout(timer);
}
