import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { analyse } from '../../analysis/analyse.js';
import { formatSuiteError, SuiteError } from '../../core/errors.js';
import { sha256 } from '../../core/json.js';
import type { VegaLiteSpec } from '../figures/figure.js';
import { pageBody, pageTitle } from '../page.js';
import { renderSvg } from '../render.js';
import { createReport } from '../report.js';
import type { Drawn } from './drawer.js';

/** The thread that draws: a message to it asks for a drawing, which is its answer. Importing it elsewhere does nothing. */
if (parentPort !== null) serve(parentPort, workerData as readonly string[]);

function serve(port: NonNullable<typeof parentPort>, folders: readonly string[]): void {
  // On Linux of this thread only: the study goes first. Not the lowest one, with which nothing is drawn while all cores are busy.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const render = createRenderer();
  port.on('message', () => {
    void draw(folders, render).then((drawn) => port.postMessage(drawn));
  });
}

async function draw(folders: readonly string[], render: Renderer): Promise<Drawn> {
  const before = process.cpuUsage();
  const cpu = (): number => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  try {
    const comparison = await analyse(folders);
    const report = await createReport(comparison, (spec) => render.svg(spec));
    const content = { title: pageTitle(comparison), body: pageBody(comparison, report) };
    return {
      kind: 'page',
      ...content,
      summary: `${JSON.stringify(comparison)}\n`,
      rendered: render.turn(),
      cpu: cpu(),
    };
  } catch (error) {
    render.turn();
    if (error instanceof SuiteError) return { kind: 'trouble', message: formatSuiteError(error), cpu: cpu() };
    throw error;
  }
}

interface Renderer {
  svg(spec: VegaLiteSpec): Promise<string>;
  /** Ends a drawing: what it did not use is forgotten. @returns how many pictures were made anew */
  turn(): number;
}

/** A picture whose specification is that of the last drawing is taken from there. */
function createRenderer(): Renderer {
  let last = new Map<string, string>();
  let now = new Map<string, string>();
  let rendered = 0;
  return {
    async svg(spec) {
      const key = sha256(JSON.stringify(spec));
      const known = last.get(key);
      if (known === undefined) rendered++;
      const svg = known ?? (await renderSvg(spec));
      now.set(key, svg);
      return svg;
    },
    turn() {
      const count = rendered;
      [last, now, rendered] = [now, new Map<string, string>(), 0];
      return count;
    },
  };
}
