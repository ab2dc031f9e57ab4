import numpy as np, scipy.stats as st
print(st.__name__)
a=[125,115,130,140,140,115,140,125,140,135]; b=[110,122,125,120,140,124,123,137,135,145]
d=np.array(a)-np.array(b)
for alt in ['two-sided','less','greater']:
    for corr in [False,True]:
        r=st.wilcoxon(a,b,alternative=alt,correction=corr,zero_method='wilcox',method='asymptotic'); print('wil ties',alt,corr,r)
x=[1.83,0.50,1.62,2.48,1.68,1.88,1.55,3.06,1.30]; y=[0.878,0.647,0.598,2.05,1.06,1.29,1.06,3.14,1.29]
for alt in ['two-sided','less','greater']:
    print('wil exact',alt,st.wilcoxon(x,y,alternative=alt,method='exact'))
rng=np.random.default_rng(1); u=rng.normal(size=60).round(6); print('60', st.wilcoxon(u+0.3,method='asymptotic',correction=True))
n=60; k=np.array([(i*37%61)-25.5 for i in range(1,61)]);print('formula',st.wilcoxon(k,method='asymptotic',correction=True),st.wilcoxon(k,method='exact'),len(set(abs(k))))
k=np.array([((i*37)%61)-24.3 for i in range(1,61)]);print('formula2',st.wilcoxon(k,method='asymptotic',correction=True),st.wilcoxon(k,method='exact'),len(set(np.abs(k).round(9))))
for (w,n) in [(9,10),(8,10),(3,5),(15,20)]:
    print('sign',w,n,[st.binomtest(w,n,0.5,alternative=t).pvalue for t in ['two-sided','greater','less']])
data=[[72,120,76],[96,120,95],[88,132,104],[92,120,96],[74,101,84],[76,96,72],[82,112,76]]
print('friedman',st.friedmanchisquare(*np.array(data).T))
# Demsar 2006 table 6
dem=np.array([[0.763,0.768,0.771,0.798],[0.599,0.591,0.590,0.569],[0.954,0.971,0.968,0.967],[0.628,0.661,0.654,0.657],[0.882,0.888,0.886,0.898],[0.936,0.931,0.916,0.931],[0.661,0.668,0.609,0.685],[0.583,0.583,0.563,0.625],[0.775,0.838,0.866,0.875],[1.000,1.000,1.000,1.000],[0.940,0.962,0.965,0.962],[0.619,0.666,0.614,0.669],[0.972,0.981,0.975,0.975],[0.957,0.978,0.946,0.970]])
print('demsar',st.friedmanchisquare(*dem.T))
R=np.array([st.rankdata(-r) for r in dem]); print(R.mean(0)); N,kk=R.shape; chi=12*N/(kk*(kk+1))*((R.mean(0)**2).sum()-kk*(kk+1)**2/4); F=(N-1)*chi/(N*(kk-1)-chi); print('uncorrected',chi,F, st.f.sf(F,kk-1,(kk-1)*(N-1)))
c=st.friedmanchisquare(*dem.T).statistic; F=(N-1)*c/(N*(kk-1)-c); print('corrected F',F,st.f.sf(F,kk-1,(kk-1)*(N-1)))
for k in [2,3,4,5,10,13,20]: print('q',k,st.studentized_range.ppf(0.95,k,np.inf)/np.sqrt(2), st.studentized_range.ppf(0.90,k,np.inf)/np.sqrt(2))
print('CD',st.studentized_range.ppf(0.95,4,np.inf)/np.sqrt(2)*np.sqrt(4*5/(6*14)))
print('spearman', st.spearmanr([1,2,3,4,5],[5,6,7,8,7]), st.spearmanr([1,2,2,4],[1,3,2,2]))
s=np.array([2.1,3.4,1.9,5.6,4.4,3.3,2.8,4.9,3.7,2.2])
for f in [np.mean,np.median]:
    print('boot',f.__name__,st.bootstrap((s,),f,n_resamples=200000,method='percentile',confidence_level=0.95,rng=np.random.default_rng(0)).confidence_interval)
