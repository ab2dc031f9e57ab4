/** Says now and then how much of a long work is done, how long it took, and how long the rest will take at this pace. */
export function timeLeft(say: (line: string) => void): (done: number, all: number) => void {
  const began = performance.now();
  let said = began;
  return (done, all) => {
    const now = performance.now();
    if (done < all && now - said < EVERY) return;
    said = now;
    const rest = done < all ? `, about ${spoken(((now - began) / done) * (all - done))} left` : '';
    say(`${done} of ${all} runs, ${spoken(now - began)}${rest}`);
  };
}

/** Milliseconds between two lines. */
const EVERY = 10_000;

function spoken(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
