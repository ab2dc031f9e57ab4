/**
 * The script of the strip: it listens to the server, renews the strip, and puts the parts of a new page in the place of the old
 * ones, so that filters, scrolling and what is open stay. The browser connects again by itself.
 */
export const LIVE_SCRIPT: string = String.raw`
'use strict';
(() => {
  const strip = document.getElementById('live');
  const link = document.getElementById('live-link');
  const keyOf = (element) => element.closest('[id]').id;

  function keeping(root, put) {
    const open = new Map([...root().querySelectorAll('details')].map((each) => [keyOf(each), each.open]));
    const scrolled = new Map(
      [...root().querySelectorAll('figure, .scroll')].map((each) => [keyOf(each), [each.scrollLeft, each.scrollTop]]),
    );
    put();
    for (const each of root().querySelectorAll('details')) each.open = open.get(keyOf(each)) ?? each.open;
    for (const each of root().querySelectorAll('figure, .scroll')) {
      const [left, top] = scrolled.get(keyOf(each)) ?? [0, 0];
      if (left || top) each.scrollTo({ left, top, behavior: 'instant' });
    }
  }

  // What is at the top of the window stays there, whatever changes above it.
  function anchored(put) {
    const top = [...document.querySelectorAll('main section, main figure')].find((each) => {
      const box = each.getBoundingClientRect();
      return each.id && box.top < innerHeight && box.top > 0;
    });
    const before = scrollY > 0 && top ? top.getBoundingClientRect().top : undefined;
    put();
    const after = before === undefined ? null : document.getElementById(top.id);
    if (after) scrollBy({ top: after.getBoundingClientRect().top - before, behavior: 'instant' });
  }

  const inputsOf = (root) => [...root.querySelectorAll('.filters input')].map(({ name, value }) => name + '=' + value).join('\n');

  function show(text) {
    const next = new DOMParser().parseFromString(text, 'text/html');
    const { page } = next.getElementById('live').dataset;
    if (inputsOf(next) !== inputsOf(document)) return location.reload();
    document.title = next.title;
    document.querySelector('header').replaceWith(next.querySelector('header'));
    anchored(() => {
      keeping(() => document.querySelector('main'), () => document.querySelector('main').replaceWith(next.querySelector('main')));
      dispatchEvent(new Event('hport:page'));
    });
    strip.dataset.page = page;
  }

  let asking = false;
  async function renew(page) {
    if (asking || page === strip.dataset.page) return;
    asking = true;
    try {
      const answer = await fetch('/', { cache: 'no-store' });
      if (answer.ok) show(await answer.text());
    } catch {
      // The server is gone: the stream says so, and tells of the page again when it is back.
    } finally {
      asking = false;
    }
  }

  function count() {
    const now = Date.now();
    const set = (each, milliseconds) => (each.textContent = Math.max(0, Math.round(milliseconds / 1000)) + ' s');
    for (const each of strip.querySelectorAll('[data-since]')) set(each, now - Number(each.dataset.since));
    for (const each of strip.querySelectorAll('[data-until]')) set(each, Number(each.dataset.until) - now);
  }

  const events = new EventSource('/events');
  events.addEventListener('progress', ({ data }) => {
    const { strip: html } = JSON.parse(data);
    const now = document.getElementById('live-now');
    keeping(() => now, () => (now.innerHTML = html));
  });
  events.addEventListener('page', ({ data }) => void renew(JSON.parse(data).page));
  events.addEventListener('open', () => (link.hidden = true));
  events.addEventListener('error', () => {
    if (!link.hidden) return;
    link.textContent = 'hport watch does not answer any more: this is how it was at ' + new Date().toLocaleTimeString() + '. The page asks again by itself.';
    link.hidden = false;
  });
  setInterval(count, 1000);
})();
`;
