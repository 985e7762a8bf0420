import sys,time
from tests.content.mistakes.corpus import *
import gradus.grading.repair.search as S
lab,ids=sys.argv[1],sys.argv[2:]
orig=S._Search.steps
def steps(self,text,before,made,share):
    t=time.monotonic(); o=self.ordered(text,before); print('ordered',len(o),time.monotonic()-t, 'depth',len(made))
    n0=len(self.tried)
    for s in orig(self,text,before,made,share):
        yield s
    print('  tried',len(self.tried)-n0,time.monotonic()-t,'lost',self.bench.lost)
S._Search.steps=steps
for w in wrongs(lab):
    if any(i in w.id for i in ids):
        o=outcome(w); print(w.id,o.report.cause)
