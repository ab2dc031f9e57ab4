import type { Terminal } from './terminal.js';

/** What a command does once its arguments are read: it answers on the terminal and returns the exit code. */
export type Perform = (act: (terminal: Terminal) => Promise<number>) => Promise<void>;
