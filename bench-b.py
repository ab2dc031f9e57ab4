import scipy.special as sp, random
for x,a,b in [(0.5,2,1),(0.5,1,3),(0.3,0.5,0.5),(0.99,2,2),(1e-6,3,4),(0.5,60,41),(0.2,500,1500),(0.9,12,0.5),(0.0322,300,1.5)]:
    print([x,a,b,float(sp.betainc(a,b,x))])
