import { Worker } from 'node:worker_threads';

/** What came of a drawing. */
export type Drawn = { readonly cpu: number } & (
  | {
      readonly kind: 'page';
      readonly title: string;
      /** HTML of the page's body, without scripts. */
      readonly body: string;
      /** The comparison as JSON. */
      readonly summary: string;
      /** Pictures that were made anew: the others are those of the drawing before. */
      readonly rendered: number;
    }
  /** The logs cannot be read or compared; `message` has file and line. */
  | { readonly kind: 'trouble'; readonly message: string }
);

/** Draws the report of what the logs hold now, in a thread of its own, so that this one can answer meanwhile. */
export interface Drawer extends AsyncDisposable {
  /** One at a time. `cpu` is in seconds, of the whole process meanwhile. */
  draw(): Promise<Drawn>;
}

/** The thread starts with the first drawing and stays: a second drawing by a warm thread takes half of the time. */
export function createDrawer(folders: readonly string[]): Drawer {
  let worker: Worker | undefined;
  return {
    async draw() {
      worker ??= new Worker(new URL('./draw-thread.js', import.meta.url), { workerData: folders });
      const thread = worker;
      return await new Promise<Drawn>((resolve, reject) => {
        thread.once('message', (drawn: Drawn) => {
          thread.off('error', reject);
          resolve(drawn);
        });
        thread.once('error', reject);
        thread.postMessage('draw');
      });
    },
    async [Symbol.asyncDispose]() {
      await worker?.terminate();
    },
  };
}
