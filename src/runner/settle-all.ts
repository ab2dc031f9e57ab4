/** Waits for all of them, also when one fails, and then throws the first failure: tidying up does not stop half-way. */
export async function settleAll(tasks: Iterable<Promise<unknown>>): Promise<void> {
  const results = await Promise.allSettled(tasks);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
