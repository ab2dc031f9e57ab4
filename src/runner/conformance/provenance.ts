import { skipped, verdict, type Check, type Verdict } from './check.js';
import type { Subject } from './subject.js';

/** Whoever uses the numbers can say whose they are: a source, a licence in SPDX, and a citation for somebody else's data. */
const provenance: Check = { name: 'provenance', run };
export default provenance;

/** https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions, as far as names and operators go. */
const SPDX = /^\(*[A-Za-z0-9][A-Za-z0-9.+-]*\)*(?: (?:AND|OR|WITH) \(*[A-Za-z0-9][A-Za-z0-9.+-]*\)*)*$/;
const PLACEHOLDER = /^(?:todo|tbd|fixme|unknown|none|n\/a|own|me|mine|yes|free|open|xxx|[?.-]+)\b/i;

function run({ family, instances }: Subject): Verdict {
  const descriptor = instances[0]?.descriptor;
  if (descriptor === undefined) return skipped('the family has no instances');
  const { source, licence, level } = descriptor;
  const citation = family.citation?.trim() ?? '';
  const needsCitation = level === 'official' || level === 'extract';
  const problems = [
    ...(isPlaceholder(source) ? [`source: "${source}" names nobody`] : []),
    ...(SPDX.test(licence) && !isPlaceholder(licence) ? [] : [`licence: "${licence}" is no SPDX expression`]),
    ...(needsCitation && isPlaceholder(citation) ? [`citation: data of level ${level} need one`] : []),
  ];
  const mend =
    'In benchmark.yaml write the source (authors, title, year or address), the licence as in "CC-BY-4.0 AND MIT", and under citation how to cite the data.';
  return verdict(problems, mend, `level ${level}, licence ${licence}`);
}

function isPlaceholder(text: string): boolean {
  return text.trim().length < 3 || PLACEHOLDER.test(text.trim());
}
