import { MultiBar, Presets } from 'cli-progress';
import type { TableProgress } from '../runner/tabulate/table-tally.js';
import { barOptions } from './progress-bars.js';
import { createEstimate } from './progress-state.js';
import type { Terminal } from './terminal.js';

/** Shows how far a tabulation is. */
export interface TableProgressView {
  readonly update: (progress: TableProgress) => void;
  /** A line that stays. */
  readonly note: (line: string) => void;
  readonly stop: () => void;
}

/** A bar where somebody watches, a line every few seconds elsewhere. */
export function createTableProgress(terminal: Terminal): TableProgressView {
  const estimate = createEstimate();
  const text = (progress: TableProgress): string => {
    const { done, cells, failed, share } = progress;
    const parts = [
      `${done} of ${cells} cells${failed === 0 ? '' : ` (${failed} failed)`}`,
      done < cells ? estimate.left(share) : '',
    ];
    return parts.filter((part) => part !== '').join(', ');
  };
  return terminal.live ? bar(terminal, text) : lines(terminal, text);
}

type TextOf = (progress: TableProgress) => string;

function bar(terminal: Terminal, text: TextOf): TableProgressView {
  const bars = new MultiBar(barOptions(terminal), Presets.legacy);
  const shown = bars.create(1, 0, { name: 'table', text: '' });
  return {
    update: (progress) => {
      shown.update(progress.share, { text: text(progress) });
    },
    note: (line) => bars.log(`${line}\n`),
    stop: () => {
      // Lines that were not drawn yet would be lost.
      bars.update();
      bars.stop();
    },
  };
}

/** Milliseconds between two lines. */
const PAUSE = 5000;

function lines(terminal: Terminal, text: TextOf): TableProgressView {
  let said = -Infinity;
  return {
    update: (progress) => {
      const now = performance.now();
      const ended = progress.done === progress.cells;
      if (!ended && now - said < PAUSE) return;
      said = now;
      terminal.note(text(progress));
    },
    note: (line) => terminal.note(line),
    stop: () => undefined,
  };
}
