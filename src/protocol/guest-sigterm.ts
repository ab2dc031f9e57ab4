/** Quiet this long, a guest takes SIGTERM into its own hands. */
const QUIET_MS = 100;

/** Lets SIGTERM end the process at once whether it evaluates or not. */
export interface Sigterm {
  /** Before each evaluation. */
  begin(): void;
  /** After each evaluation. */
  end(): void;
}

/**
 * Node handles signals between two callbacks of the main thread, which an objective may block for hours. So the handler
 * (exit code 0) is there only in quiet times, and the system's own (which ends the process by the signal, at once) while
 * evaluations run or have just run: exchanging the two costs 5 us, too much for each evaluation. Process 1 keeps its
 * handler, since the system's does nothing there; containers run us under an init.
 */
export function handleSigterm(): Sigterm {
  process.on('SIGTERM', quit);
  if (process.pid === 1) return { begin: () => undefined, end: () => undefined };
  let handled = true;
  let running = 0;
  let recent = false;
  const look = (): void => {
    if (running === 0 && !recent) {
      process.on('SIGTERM', quit);
      handled = true;
      return;
    }
    recent = false;
    setTimeout(look, QUIET_MS).unref();
  };
  return {
    begin() {
      running++;
      if (!handled) return;
      process.removeListener('SIGTERM', quit);
      handled = false;
      setTimeout(look, QUIET_MS).unref();
    },
    end() {
      running--;
      recent = true;
    },
  };
}

function quit(): void {
  process.exit(0);
}
