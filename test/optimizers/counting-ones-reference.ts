/**
 * Trajectories of the reference implementations on counting ones: HpBandSter's own code for random search, Hyperband and
 * BOHB, that of DEHB 0.1.2 (specs/optimizers.md, F3). Levels 9..729, eta 3, one worker, restart cost in units of 729 samples.
 * The incumbent has the best observed value at the largest budget evaluated so far; its true normalised regret is shown.
 *
 * BOHB's rows have 20 seeds only. The same generator of HpBandSter, driven again with more seeds, came to a log10 regret at 105 of
 * -1.547 (deviation 0.316, 80 seeds) at d = 8, -1.297 (0.107, 79) at d = 16 and -0.714 (0.052, 60) at d = 32.
 */
export interface ReferenceTrajectory {
  readonly optimizer: string;
  readonly d: number;
  readonly seeds: number;
  /** At each of `COSTS`, as far as the reference ran. */
  readonly regret: readonly { readonly mean: number; readonly error: number }[];
  /** log10 of the regret at each of `LOG_COSTS`, as far as the reference ran. */
  readonly logRegret: readonly { readonly mean: number; readonly deviation: number }[];
}

export const COSTS = [1, 5, 21, 63, 105, 210, 420, 1050] as const;
export const LOG_COSTS = [21, 105, 210, 420] as const;

/** Mean ± standard error of the regret, then mean ± standard deviation of its logarithm. */
const TABLE: readonly (readonly [optimizer: string, d: number, seeds: number, regret: string, logRegret: string])[] = [
  [
    'random-search',
    8,
    50,
    '0.4844±0.0193 0.3466±0.0136 0.2342±0.0107 0.1700±0.0065 0.1487±0.0064 0.1221±0.0053 0.1027±0.0044 0.0861±0.0039',
    '-0.655±0.156 -0.853±0.164 -0.938±0.158 -1.013±0.159',
  ],
  [
    'hyperband',
    8,
    50,
    '0.1687±0.0079 0.1569±0.0066 0.1417±0.0060 0.1048±0.0046 0.0966±0.0043 0.0802±0.0038 0.0701±0.0035 0.0549±0.0021',
    '-0.873±0.163 -1.039±0.156 -1.124±0.167 -1.183±0.165',
  ],
  [
    'bohb',
    8,
    20,
    '0.0733±0.0098 0.0582±0.0090 0.0435±0.0071 0.0271±0.0061 0.0201±0.0038 0.0189±0.0038',
    '-1.473±0.326 -1.816±0.330 -1.858±0.353',
  ],
  [
    'dehb',
    8,
    26,
    '0.1866±0.0142 0.1784±0.0126 0.1016±0.0063 0.0821±0.0052 0.0669±0.0049 0.0410±0.0040 0.0159±0.0015 0.0044±0.0004',
    '-1.018±0.159 -1.209±0.183 -1.431±0.197 -1.850±0.220',
  ],
  [
    'random-search',
    16,
    50,
    '0.5070±0.0134 0.3943±0.0090 0.3140±0.0060 0.2685±0.0054 0.2497±0.0058 0.2314±0.0052 0.2152±0.0048 0.1877±0.0041',
    '-0.507±0.060 -0.609±0.081 -0.642±0.077 -0.673±0.073',
  ],
  [
    'hyperband',
    16,
    50,
    '0.2617±0.0064 0.2546±0.0057 0.2430±0.0057 0.2192±0.0048 0.2037±0.0041 0.1857±0.0040 0.1699±0.0036 0.1515±0.0032',
    '-0.621±0.080 -0.696±0.066 -0.736±0.068 -0.775±0.070',
  ],
  [
    'bohb',
    16,
    20,
    '0.1983±0.0113 0.1846±0.0104 0.1355±0.0072 0.0731±0.0056 0.0477±0.0037 0.0238±0.0014',
    '-0.880±0.104 -1.345±0.145 -1.637±0.113',
  ],
  [
    'dehb',
    16,
    20,
    '0.2940±0.0105 0.2816±0.0089 0.2227±0.0085 0.1930±0.0090 0.1587±0.0074 0.1088±0.0042 0.0650±0.0039',
    '-0.658±0.076 -0.808±0.086 -0.970±0.082 -1.202±0.114',
  ],
  [
    'random-search',
    32,
    50,
    '0.4971±0.0120 0.4173±0.0061 0.3652±0.0052 0.3359±0.0042 0.3213±0.0044 0.3085±0.0034 0.2923±0.0027 0.2749±0.0026',
    '-0.440±0.045 -0.495±0.043 -0.512±0.035 -0.535±0.029',
  ],
  [
    'hyperband',
    32,
    50,
    '0.3353±0.0050 0.3292±0.0045 0.3175±0.0042 0.2960±0.0029 0.2827±0.0027 0.2691±0.0030 0.2603±0.0027 0.2398±0.0033',
    '-0.500±0.041 -0.550±0.030 -0.571±0.035 -0.586±0.033',
  ],
  [
    'bohb',
    32,
    20,
    '0.3307±0.0059 0.3271±0.0054 0.3020±0.0060 0.2470±0.0046 0.2135±0.0044 0.1490±0.0040',
    '-0.522±0.039 -0.672±0.041 -0.830±0.054',
  ],
  [
    'dehb',
    32,
    20,
    '0.3499±0.0069 0.3473±0.0062 0.2982±0.0085 0.2733±0.0089 0.2540±0.0072 0.1931±0.0062 0.1310±0.0047',
    '-0.529±0.059 -0.599±0.056 -0.719±0.063 -0.888±0.070',
  ],
  [
    'random-search',
    64,
    50,
    '0.5038±0.0078 0.4350±0.0043 0.4006±0.0036 0.3764±0.0030 0.3720±0.0030 0.3588±0.0035 0.3500±0.0029 0.3364±0.0028',
    '-0.398±0.028 -0.430±0.025 -0.446±0.031 -0.457±0.027',
  ],
  [
    'hyperband',
    64,
    50,
    '0.3765±0.0034 0.3730±0.0031 0.3686±0.0033 0.3501±0.0029 0.3425±0.0029 0.3329±0.0029 0.3242±0.0022 0.3141±0.0021',
    '-0.434±0.029 -0.466±0.026 -0.479±0.027 -0.490±0.021',
  ],
  [
    'bohb',
    64,
    20,
    '0.3700±0.0061 0.3699±0.0060 0.3671±0.0053 0.3418±0.0034 0.3181±0.0042 0.2949±0.0032',
    '-0.436±0.029 -0.498±0.026 -0.531±0.021',
  ],
  [
    'dehb',
    64,
    20,
    '0.3968±0.0059 0.3923±0.0052 0.3622±0.0047 0.3361±0.0061 0.3226±0.0055 0.2795±0.0057 0.2143±0.0042',
    '-0.442±0.025 -0.493±0.034 -0.555±0.041 -0.671±0.038',
  ],
];

export const REFERENCE: readonly ReferenceTrajectory[] = TABLE.map(([optimizer, d, seeds, regret, logRegret]) => ({
  optimizer,
  d,
  seeds,
  regret: pairs(regret).map(([mean, error]) => ({ mean, error })),
  logRegret: pairs(logRegret).map(([mean, deviation]) => ({ mean, deviation })),
}));

function pairs(text: string): (readonly [number, number])[] {
  return text.split(' ').map((pair) => {
    const [mean, spread] = pair.split('±').map(Number);
    return [mean as number, spread as number];
  });
}
