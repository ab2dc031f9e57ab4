/**
 * One write a tick: the first message of a tick goes out at once, so that the other side starts on it, and those that follow in
 * the same tick go out together at its end. Ticks end after the microtasks, so calls made by the continuations of
 * answers that came together also leave together.
 */
export function createOutbox(write: (text: string) => void): (line: string) => void {
  let open = false;
  let waiting = '';
  const endOfTick = (): void => {
    open = false;
    if (waiting === '') return;
    const text = waiting;
    waiting = '';
    write(text);
  };
  return (line) => {
    if (open) {
      waiting += `${line}\n`;
      return;
    }
    open = true;
    process.nextTick(endOfTick);
    write(`${line}\n`);
  };
}
