import type { Configuration } from '../../../src/core/types.js';

const PREFIX = 'NetworkSelectorDatasetInfo_COLON_darts_COLON_';

/**
 * DARTS_V2, the cells that second-order DARTS found, as a configuration of NAS-Bench-301: the edges into node n begin at number
 * 0, 2, 5, 9 (n = 2..5), and `inputs_node` names the two sources of a node.
 * @see Liu, Simonyan, Yang. DARTS. ICLR 2019, its `genotypes.py`
 */
export const DARTS_V2: Configuration = {
  ...cell('normal', {
    ...{ edge_0: 'sep_conv_3x3', edge_1: 'sep_conv_3x3', edge_2: 'sep_conv_3x3', edge_3: 'sep_conv_3x3' },
    ...{ edge_5: 'skip_connect', edge_6: 'sep_conv_3x3', edge_9: 'skip_connect', edge_11: 'dil_conv_3x3' },
    ...{ inputs_node_3: '0_1', inputs_node_4: '0_1', inputs_node_5: '0_2' },
  }),
  ...cell('reduce', {
    ...{ edge_0: 'max_pool_3x3', edge_1: 'max_pool_3x3', edge_3: 'max_pool_3x3', edge_4: 'skip_connect' },
    ...{ edge_5: 'max_pool_3x3', edge_7: 'skip_connect', edge_10: 'max_pool_3x3', edge_11: 'skip_connect' },
    ...{ inputs_node_3: '1_2', inputs_node_4: '0_2', inputs_node_5: '1_2' },
  }),
};

function cell(kind: string, parts: Readonly<Record<string, string>>): Configuration {
  const named = Object.entries(parts).map(([part, value]) => {
    const at = part.lastIndexOf('_');
    return [`${PREFIX}${part.slice(0, at)}_${kind}_${part.slice(at + 1)}`, value];
  });
  return Object.fromEntries(named) as Configuration;
}
