/**
 * The script of the page. Vega leaves what a mark says in its `aria-label`: an optimizer's label, or `label: numbers`; marks are filtered
 * by the first, and the second is shown to whoever hovers or taps. Who puts another `main` into the page tells it by the event
 * `hport:page`: the filters stay as they are.
 */
export const PAGE_SCRIPT: string = String.raw`
'use strict';
(() => {
  const form = document.querySelector('.filters');
  const tip = document.getElementById('tip');
  const inputs = (name) => [...form.querySelectorAll('input[name="' + name + '"]')];
  const optimizers = inputs('optimizer').map(({ value }) => value).sort((a, b) => b.length - a.length);

  function label() {
    for (const mark of document.querySelectorAll('figure .role-mark [aria-label]')) {
      const label = mark.getAttribute('aria-label');
      const owner = optimizers.find((each) => label === each || label.startsWith(each + ': '));
      if (owner !== undefined) mark.dataset.optimizer = owner;
      if (owner !== label) mark.dataset.tip = label;
    }
    for (const text of document.querySelectorAll('figure .role-legend-label text')) {
      const entry = text.parentElement.parentElement;
      if (optimizers.includes(text.textContent)) entry.dataset.legend = text.textContent;
    }
  }

  const chosen = (name) => new Set(inputs(name).filter(({ checked }) => checked).map(({ value }) => value));
  const fits = ({ dataset }, clock, time, families, shown) =>
    (dataset.clock === undefined || dataset.clock === clock) &&
    (dataset.time === undefined || dataset.time === time) &&
    (dataset.family === undefined || families.has(dataset.family)) &&
    (dataset.optimizer === undefined || shown.has(dataset.optimizer));

  function filter() {
    const [clock] = chosen('clock');
    const [time] = chosen('time');
    const families = chosen('family');
    const shown = chosen('optimizer');
    for (const each of document.querySelectorAll('figure, main tr[data-family], main tr[data-optimizer]'))
      each.classList.toggle('off', !fits(each, clock, time, families, shown));
    for (const mark of document.querySelectorAll('figure svg [data-optimizer]'))
      mark.classList.toggle('off', !shown.has(mark.dataset.optimizer));
    for (const entry of document.querySelectorAll('[data-legend]'))
      entry.classList.toggle('faded', !shown.has(entry.dataset.legend));
    for (const section of document.querySelectorAll('section')) {
      const own = [...section.querySelectorAll('figure')];
      if (own.length > 0) section.classList.toggle('off', own.every((each) => each.classList.contains('off')));
    }
  }

  function setFamilies(checked) {
    for (const input of inputs('family')) input.checked = checked;
    filter();
  }

  const REACH = 32;
  let hit;
  function release() {
    if (hit) hit.classList.remove('hit', 'traced');
    hit = undefined;
    tip.hidden = true;
  }

  // A line that has numbers of its own is as far as the nearest of its segments, in px of the screen.
  function distanceToLine(path, x, y) {
    const matrix = path.getScreenCTM();
    const pointer = new DOMPoint(x, y).matrixTransform(matrix.inverse());
    const [px, py] = [pointer.x, pointer.y];
    const places = path.getAttribute('d').match(/-?[\d.]+/g).map(Number);
    let least = Infinity;
    for (let i = 0; i + 3 < places.length; i += 2) {
      const [ax, ay, bx, by] = places.slice(i, i + 4);
      const [dx, dy] = [bx - ax, by - ay];
      const along = Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy || 1)));
      least = Math.min(least, Math.hypot(ax + along * dx - px, ay + along * dy - py));
    }
    return least * matrix.a;
  }

  // The mark under or near the pointer; between the points of a line, what holds there is the last point to the left.
  function nearest(figure, x, y) {
    const marks = [...figure.querySelectorAll('[data-tip]:not(.off)')].map((mark) => ({ mark, box: mark.getBoundingClientRect() }));
    const last = new Map();
    const lines = figure.querySelector('.mark-line [data-tip]') !== null;
    if (!lines && figure.querySelector('.mark-line [data-optimizer]')) {
      for (const { mark, box } of marks) {
        const { optimizer } = mark.dataset;
        if (box.left <= x && !(last.has(optimizer) && last.get(optimizer).box.left > box.left)) last.set(optimizer, { mark, box });
      }
    }
    let best;
    let least = REACH;
    for (const { mark, box } of marks) {
      if (lines) {
        const distance = distanceToLine(mark, x, y);
        if (distance <= least) [best, least] = [mark, distance];
        continue;
      }
      const holds = last.get(mark.dataset.optimizer)?.mark === mark;
      const dx = holds ? 0 : Math.max(box.left - x, 0, x - box.right);
      const dy = Math.max(box.top - y, 0, y - box.bottom);
      const middle = Math.hypot(holds ? 0 : x - (box.left + box.right) / 2, y - (box.top + box.bottom) / 2) / 1000;
      const distance = Math.hypot(dx, dy) + middle;
      if (distance <= least) [best, least] = [mark, distance];
    }
    return best;
  }

  function point({ target, clientX, clientY }) {
    const figure = target.closest && target.closest('figure');
    const found = figure ? nearest(figure, clientX, clientY) : undefined;
    if (found === undefined) return release();
    if (found !== hit) {
      release();
      hit = found;
      if (found.getAttribute('opacity') === '0') found.classList.add('hit');
      if (found.closest('.mark-line')) found.classList.add('traced');
      const { tip: label, optimizer } = found.dataset;
      tip.textContent = optimizer === undefined ? label : label.slice(optimizer.length + 2);
      if (optimizer !== undefined) {
        const name = document.createElement('b');
        name.textContent = optimizer;
        tip.prepend(name);
      }
      tip.hidden = false;
    }
    const { width, height } = tip.getBoundingClientRect();
    tip.style.left = Math.max(4, Math.min(clientX + 14, innerWidth - width - 4)) + 'px';
    tip.style.top = (clientY + 18 + height > innerHeight ? clientY - height - 10 : clientY + 18) + 'px';
  }

  form.addEventListener('change', filter);
  document.getElementById('every-family').addEventListener('click', () => setFamilies(true));
  document.getElementById('no-family').addEventListener('click', () => setFamilies(false));
  document.addEventListener('pointermove', point);
  document.addEventListener('pointerdown', point);
  document.addEventListener('scroll', release, { passive: true });
  addEventListener('beforeprint', () => {
    for (const each of document.querySelectorAll('main details')) each.open = true;
  });

  // Called again when what is in main was replaced.
  function show() {
    release();
    label();
    filter();
  }
  addEventListener('hport:page', show);
  show();
})();
`;
