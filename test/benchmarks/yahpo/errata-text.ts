import type { SurrogateFamily } from './families.js';
import { V1 } from './official.js';

const COMMON = [
  "A row is asked together with rows of zeros, so that four or a multiple of four are asked at once: the ONNX Runtime rounds a logarithm otherwise where fewer than four are left. So a result depends neither on the batch nor on the engine. It differs from that of YAHPO, which asks one row, by the rounding of single precision, less than 1e-5 of a metric's range; the ONNX Runtime is not equal to the bit across processors either.",
  'The instance and the fidelities are parameters of the official space; here they are asked beside the configuration. Names, bounds, scales, defaults and conditions are the official ones.',
  'The bounds of a metric are those of what it is (a fraction, a loss at clipped probabilities), give or take the rounding of single precision, or twice the largest value that YAHPO reports. Of the five models that the mirror has, the last layer is a scaled sigmoid that cannot leave these bounds: no answer of theirs is ever refused.',
  'YAHPO has a switch for noise whose models are not in its data. hport adds none; `onnx.noise` in the manifest of a family of your own does.',
];

const OBSERVED =
  'The smallest and largest values that YAHPO reports of an instance are under `observed`. They are no bounds: at the highest fidelity about 1 of 100 random configurations of `rbv2_xgboost` lies outside, by up to 14 % of the range.';
const NOT_OBSERVED = 'YAHPO publishes no smallest and largest values for v2: the metrics have no `observed`.';

/** The text of a family's `errata.md`. */
export function errataText({ family, scenario, release, errata }: SurrogateFamily): string {
  const items = [...errata, ...COMMON, release === V1 ? OBSERVED : NOT_OBSERVED].map((item) => `- ${item}`);
  return `# ${family}: what is otherwise than in its source\n\nThe source is the scenario \`${scenario}\` of ${release.folder}.\n\n${items.join('\n')}\n`;
}
