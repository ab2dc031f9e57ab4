import type { BracketState } from './rungs.js';

/** Puts a bracket back among those with something to ask, the oldest first; there are hardly ever more than two. */
export function enqueue(ready: BracketState[], bracket: BracketState): void {
  let at = ready.length;
  while (at > 0 && (ready[at - 1] as BracketState).index > bracket.index) at--;
  ready.splice(at, 0, bracket);
}
