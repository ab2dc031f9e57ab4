/** The style of the page: one column on a phone, as many as fit elsewhere; light, dark, and on paper. */
export const PAGE_STYLE: string = `
:root { --ground: #ffffff; --ink: #22262a; --soft: #5b636b; --grid: #e4e4e4; --line: #c9ced3; --panel: #f5f6f7; --link: #0a5a9c; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #14171a; --ink: #e6e8ea; --soft: #a3abb3; --grid: #2c3238; --line: #444c54; --panel: #1d2226; --link: #7db8ec; }
  .role-mark, .role-legend-symbol, .swatch { filter: brightness(1.3); }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 Inter, system-ui, "Helvetica Neue", Arial, sans-serif; }
header, main { padding: 0 clamp(12px, 3vw, 40px); max-width: 1560px; margin: 0 auto; }
h1 { font-size: 1.7rem; margin: 1.2rem 0 0; overflow-wrap: anywhere; }
section, #tables details { scroll-margin-top: 4rem; }
h2 { font-size: 1.2rem; margin: 2.2rem 0 .2rem; }
section > p, details > p { color: var(--soft); max-width: 75ch; margin: .2rem 0 .8rem; }
header p { color: var(--soft); margin: .2rem 0 1rem; }
a { color: var(--link); }
nav { display: flex; flex-wrap: wrap; gap: .2rem 1rem; margin-top: 1rem; }
.filters { position: sticky; top: 0; z-index: 2; background: var(--panel); border-block: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: .2rem 2rem;
  padding: .5rem clamp(12px, 3vw, 40px); font-size: .9rem; max-height: 45vh; overflow: auto; }
.filters fieldset { border: 0; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: .15rem .9rem; align-items: center; }
.filters legend { float: left; padding: 0; margin-right: .8rem; font-weight: 600; }
.filters label { display: inline-flex; align-items: center; gap: .3rem; cursor: pointer; min-height: 1.8rem; }
.filters summary { font-weight: 600; min-height: 1.8rem; line-height: 1.8rem; }
.filters button { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: 4px; padding: 0 .6rem; min-height: 1.8rem; }
.filters input { accent-color: var(--link); }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 420px), 1fr)); gap: 1.4rem 2rem; align-items: start; }
figure { margin: 0; min-width: 0; overflow-x: auto; }
figure > svg { width: 100%; height: auto; display: block; }
figcaption { color: var(--soft); font-size: .82rem; line-height: 1.4; max-width: 65ch; }
figure > svg > rect:first-child { fill: transparent; }
figure text { fill: var(--ink); }
figure [stroke="#333333"] { stroke: var(--ink); }
figure [fill="#333333"] { fill: var(--ink); }
figure [stroke="#ffffff"] { stroke: var(--ground); }
.role-axis-grid line { stroke: var(--grid); }
.role-axis-tick line, .role-axis-domain line { stroke: var(--line); }
[hidden], .off { display: none !important; }
.faded { opacity: .25; }
.hit { opacity: 1 !important; stroke: var(--ground); stroke-width: 1; }
.traced { stroke-opacity: 1 !important; stroke-width: 4; }
#notes li { margin: .15rem 0; }
#tables details { border-top: 1px solid var(--line); padding: .4rem 0; }
summary { cursor: pointer; }
small { color: var(--soft); font-size: .8rem; }
.scroll { overflow-x: auto; max-height: 70vh; overflow-y: auto; border: 1px solid var(--line); }
table { border-collapse: collapse; font-size: .82rem; font-variant-numeric: tabular-nums; width: 100%; }
th, td { padding: .25rem .6rem; text-align: left; white-space: nowrap; border-bottom: 1px solid var(--grid); }
td { max-width: 34rem; overflow: hidden; text-overflow: ellipsis; }
th { position: sticky; top: 0; background: var(--panel); }
.n { text-align: right; }
#tip { position: fixed; z-index: 3; pointer-events: none; background: var(--ink); color: var(--ground); border-radius: 4px; padding: .3rem .55rem; font-size: .82rem; line-height: 1.35; max-width: min(340px, 92vw); }
#tip b { display: block; }
@media (max-width: 700px) {
  .filters { position: static; max-height: none; }
  h1 { font-size: 1.4rem; }
}
@media print {
  :root { --ground: #ffffff; --ink: #000000; --soft: #333333; --grid: #dddddd; --line: #999999; --panel: #ffffff; }
  .filters, nav, #tip { display: none; }
  body { font-size: 10pt; }
  .figures { grid-template-columns: 1fr 1fr; }
  figure, tr, li { break-inside: avoid; }
  h2 { break-after: avoid; }
  .scroll { max-height: none; overflow: visible; border: 0; }
  table { font-size: 6.5pt; }
  th, td { padding: 1px 4px; white-space: normal; overflow-wrap: anywhere; }
  th { position: static; }
  td.n { white-space: nowrap; overflow-wrap: normal; }
  .role-mark, .role-legend-symbol, .swatch { filter: none; }
}
`;
