import type { Drawer, Drawn } from './drawer.js';
import { createPace } from './pace.js';
import type { Pictures } from './strip.js';

/** When to draw, and what was drawn last. */
export interface Drawings {
  /** The last page: it stays where a later drawing comes to nothing. */
  readonly page: (Drawn & { readonly kind: 'page' }) | undefined;
  /** Why the last drawing came to nothing. */
  readonly trouble: string | undefined;
  /** @param version of the logs, as they are now */
  pictures(version: number): Pictures;
  /**
   * Begins to draw where it is time to: something changed, nothing is being drawn, and the last drawing is long enough ago or
   * this one is the last.
   * @returns what becomes true when another page is there; undefined where nothing was begun
   */
  drawIfDue(version: number, last: boolean): Promise<boolean> | undefined;
}

export interface DrawingOptions {
  /** Of a core that drawing may take on average, 0..1. */
  readonly share: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

export function createDrawings(drawer: Pick<Drawer, 'draw'>, options: DrawingOptions): Drawings {
  const { share, now = Date.now } = options;
  const pace = createPace({ share, now });
  const series = now().toString(36);
  let drawing = false;
  let version: number | undefined;
  let count = 0;
  let drawnAt: number | undefined;
  const drawings = {
    page: undefined as Drawings['page'],
    trouble: undefined as string | undefined,
    pictures: (of: number): Pictures => ({
      id: `${series}-${count}`,
      drawn: drawnAt,
      next: drawing || drawnAt === undefined ? undefined : now() + 1000 * pace.wait(),
      current: version === of && !drawing,
    }),
    drawIfDue(of: number, last: boolean) {
      if (drawing || of === version || (!last && pace.wait() > 0)) return undefined;
      version = of;
      drawing = true;
      return draw();
    },
  };
  async function draw(): Promise<boolean> {
    const drawn = await drawer.draw();
    drawing = false;
    pace.spent(drawn.cpu);
    drawings.trouble = drawn.kind === 'trouble' ? drawn.message : undefined;
    if (drawn.kind === 'trouble') return false;
    drawings.page = drawn;
    drawnAt = now();
    count++;
    return true;
  }
  return drawings;
}
