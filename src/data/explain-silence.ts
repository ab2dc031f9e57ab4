/** Why nobody answers, or no more: `fetch` says only that it failed, and hides the reason in the error's causes. */
export function explainSilence(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return explainSilence(error.cause);
  // Several addresses of a host that all refuse come without a message.
  const { code } = error as NodeJS.ErrnoException;
  return error.message !== '' ? error.message : (code ?? error.name);
}
