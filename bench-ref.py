import numpy as np, scipy.stats as st
pm=st.PermutationMethod(n_resamples=np.inf)
a=np.array([125,115,130,140,140,115,140,125,140,135]); b=np.array([110,122,125,120,140,124,123,137,135,145])
d=a-b; d=d[d!=0]
for alt in ['two-sided','less','greater']: print(alt, st.wilcoxon(d,alternative=alt,method=pm))
for d in [[1]*6,[1]*5,[.1,.11,.12,.13,.14,.15,-.01]]:
    print(d, st.wilcoxon(d,method=pm).pvalue, st.wilcoxon(d,method=pm,alternative='greater').pvalue)
