from gradus.grading.repair.text import Text, arities
from gradus.grading.repair.families.wrapping import repairs
src='''def propagate(w, b, X, Y):
    m = X.shape[1]
    A = np.dot(w.T, X) + b
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    return cost
'''
print(arities(["def sigmoid(z):\n    return 1 / z"]))
t=Text(src,{"sigmoid":1})
for r in repairs(t):
    if r.line==3: print(r.weight, t.applied(r.edits).split("\n")[2])
