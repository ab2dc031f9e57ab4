import type { Reply } from './ticket.js';

/** Collects the answers to a batch; the array leaves when the last of them is there, in the order of the requests. */
export function createBatchReply(count: number, send: Reply): (at: number) => Reply {
  const texts = new Array<string>(count);
  let open = count;
  return (at) => (text) => {
    texts[at] = text;
    open--;
    if (open === 0) send(`[${texts.join(',')}]`);
  };
}
