import type { HyperbandPlan, PlannedBracket } from './hyperband-plan.js';
import { openBracket, type BracketState } from './rungs.js';

/** Brackets with something to ask, the oldest first: a new one opens only when there is none. */
export interface ReadyBrackets {
  /** The bracket that is asked next; undefined when none has anything to ask, and none opens. */
  next(): BracketState | undefined;
  /** One evaluation of the bracket was asked. */
  asked(bracket: BracketState): void;
  /** Its next rung has something to ask. */
  enqueue(bracket: BracketState): void;
  /** How many were opened. */
  opened(): number;
}

/** @param mayOpen - whether a new bracket may open now, default always; after all cycles none does */
export function createReadyBrackets(
  { brackets, cycles }: Pick<HyperbandPlan, 'brackets' | 'cycles'>,
  mayOpen: () => boolean = () => true,
): ReadyBrackets {
  const ready: BracketState[] = [];
  const last = cycles * brackets.length;
  let opened = 0;

  function open(): BracketState | undefined {
    if (opened >= last || !mayOpen()) return undefined;
    const bracket = openBracket(opened, brackets[opened % brackets.length] as PlannedBracket);
    opened++;
    ready.push(bracket);
    return bracket;
  }

  return {
    next: () => ready[0] ?? open(),
    asked(bracket) {
      bracket.asked++;
      if (bracket.asked === bracket.size) ready.shift();
    },
    enqueue(bracket) {
      // There are hardly ever more than two.
      let at = ready.length;
      while (at > 0 && (ready[at - 1] as BracketState).index > bracket.index) at--;
      ready.splice(at, 0, bracket);
    },
    opened: () => opened,
  };
}
