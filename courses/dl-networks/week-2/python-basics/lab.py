# %% [markdown]
# # Python basics with NumPy
#
# Every network in this course is built from a handful of array operations: apply a function to each entry,
# change a shape, add up along an axis, stretch a small array over a big one. In this lab you write eight
# short functions that use nothing else. Most of them come back, under the same names, in later labs.
#
# Each exercise goes the same way. You see why the function is wanted and one example small enough for
# pencil and paper. You write the function and run its cell. Then you run the `check` cell below it. The
# checks use fresh random numbers every time, so there is no output to aim for; if one fails, it shows what
# was called, what came back and what should have.
#
# Between the exercises stand questions. Answer them *before* you open the answer or run the next cell.
# Guessing wrong here costs nothing and is the quickest way to find out what you did not know.

# %%
import math
import time

import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# ## 1. One number: the sigmoid
#
# A model that looks at a picture ends with a single number, its *score*: large and positive if the picture
# looks like a cat, large and negative if it does not. A score of 3.2 or of −40 is no probability. The
# **sigmoid** turns any score into a number between 0 and 1:
#
# $$\sigma(x) = \frac{1}{1 + e^{-x}}$$
#
# By hand:
#
# - $x = 0$: $e^{0} = 1$, so $\sigma(0) = \frac{1}{1+1} = \frac12$. No evidence, no opinion.
# - $x = \ln 3 \approx 1.10$: $e^{-\ln 3} = \frac13$, so $\sigma = \frac{1}{1 + 1/3} = \frac34$.
#
# **Question.** What is $\sigma(-\ln 3)$? And what do $\sigma(x)$ and $\sigma(-x)$ always add up to?
#
# <details><summary>Answer</summary>
#
# $e^{\ln 3} = 3$, so $\sigma(-\ln 3) = \frac{1}{1+3} = \frac14$. The two always add up to 1: whoever is
# 75 % sure of "cat" is 25 % sure of "not a cat".
#
# </details>
#
# Write the function for one number first, with Python's own `math` module.

# %% [markdown] guided-only
# You need one function from the module: `math.exp(t)` is $e^t$. Mind the minus sign, and mind which part of
# the formula stands below the line.


# %% exercise="basic_sigmoid"
def basic_sigmoid(x):
    """The sigmoid of a single number, with the math module.

    Parameters
    ----------
    x : int or float
        A score; one number, not an array.

    Returns
    -------
    s : float
        1 / (1 + e^(-x)), which lies between 0 and 1.
    """
    ### BEGIN SOLUTION
    # Step 1: raise e to the power of minus x.
    e = math.exp(-x)
    # Step 2: put that into the formula.
    s = 1 / (1 + e)
    ### END SOLUTION
    return s


# %% expect name="basic-sigmoid-values"
for x in [0, math.log(3), -math.log(3)]:
    print(f"x = {x:7.4f}   sigmoid = {basic_sigmoid(x):.4f}")

# %% [markdown]
# ## 2. Many numbers at once
#
# A network has thousands of scores, not one. Hand them all to `basic_sigmoid` and see what happens.

# %%
scores = np.array([-2.0, 0.0, 2.0])
try:
    print(basic_sigmoid(scores))
except TypeError as error:
    print("TypeError:", error)

# %% [markdown]
# `math.exp` knows single numbers only, and an array of three is not a single number. NumPy's functions of
# the same names take arrays: `np.exp(v)` applies $e^t$ to every entry and gives back an array of the same
# shape. So does ordinary arithmetic: `+ - * /` between an array and a number acts on each entry.
#
# **Question.** With `v = np.array([1, 2, 4])`, what are `v + 3` and `1 / v`?
#
# <details><summary>Answer</summary>
#
# `v + 3` is `[4 5 7]`, `1 / v` is `[1. 0.5 0.25]`. The second one holds floats, because a division of
# integers need not be an integer.
#
# </details>

# %%
v = np.array([1, 2, 4])
print("e to the v :", np.exp(v))
print("v + 3      :", v + 3)
print("1 / v      :", 1 / v)

# %% [markdown]
# Now the sigmoid again, this time for whole arrays. The formula does not change. What it does to one
# number, NumPy does to every entry, in compiled code and without a loop of yours.


# %% exercise="sigmoid"
def sigmoid(x):
    """The sigmoid of every entry of x, with NumPy.

    Parameters
    ----------
    x : number, or array of any shape
        Scores.

    Returns
    -------
    s : number, or array of the same shape as x
        1 / (1 + e^(-entry)) for each entry.
    """
    ### BEGIN SOLUTION
    # Step 1: the exponential of minus x, for all entries at once.
    e = np.exp(-x)
    # Step 2: put that into the formula.
    s = 1 / (1 + e)
    ### END SOLUTION
    return s


# %% expect name="sigmoid-values"
print(sigmoid(np.array([-2.0, 0.0, 2.0])))
print(sigmoid(np.zeros((2, 3))))

# %% [markdown]
# **Question.** Your function accepts a 2 × 3 array although you wrote nothing about rows or columns. Which
# operations in it had to cooperate for that?
#
# <details><summary>Answer</summary>
#
# All of them: the minus sign, `np.exp`, the sum with 1 and the division each act entry by entry and keep
# the shape. A chain of such operations works for every shape.
#
# </details>
#
# ## 3. How fast does it rise?
#
# A network learns by asking: if I nudge this score a little, how much does the output move? That is the
# slope of the sigmoid. It has a form that is pleasant to compute, because it uses the sigmoid itself:
#
# $$\sigma'(x) = \sigma(x)\,\bigl(1 - \sigma(x)\bigr)$$
#
# By hand: at $x = 0$ the sigmoid is $\frac12$, so the slope is $\frac12 \cdot \frac12 = \frac14$. At
# $x = \ln 3$ it is $\frac34 \cdot \frac14 = \frac{3}{16}$.
#
# <details><summary>Where does the formula come from?</summary>
#
# Write $\sigma(x) = (1 + e^{-x})^{-1}$ and use the chain rule twice:
#
# $$\sigma'(x) = -(1 + e^{-x})^{-2} \cdot (-e^{-x}) = \frac{1}{1 + e^{-x}} \cdot \frac{e^{-x}}{1 + e^{-x}}.$$
#
# The first factor is $\sigma(x)$. The second is $\frac{(1 + e^{-x}) - 1}{1 + e^{-x}} = 1 - \sigma(x)$.
#
# </details>


# %% exercise="sigmoid_derivative"
def sigmoid_derivative(x):
    """The slope of the sigmoid at every entry of x.

    Parameters
    ----------
    x : number, or array of any shape
        Scores (not their sigmoids).

    Returns
    -------
    ds : number, or array of the same shape as x
        The derivative of the sigmoid at each entry.
    """
    ### BEGIN SOLUTION
    # Step 1: the sigmoid of x, by the function you already have.
    s = sigmoid(x)
    # Step 2: the slope, written with s alone.
    ds = s * (1 - s)
    ### END SOLUTION
    return ds


# %% [markdown]
# A derivative can always be checked without believing a formula: take two points close to each other and
# divide the rise by the run. You will use this trick again and again.

# %% expect name="slopes"
step = 0.001
for x in [0.0, math.log(3), 4.0]:
    rise = sigmoid(x + step) - sigmoid(x - step)
    print(f"x = {x:.4f}   formula {sigmoid_derivative(x):.6f}   measured {rise / (2 * step):.6f}")

# %%
x = np.linspace(-8, 8, 200)
plt.figure(figsize=(7, 3))
plt.plot(x, sigmoid(x), color="#00805f")
plt.plot(x, sigmoid_derivative(x), color="#8a6100")
plt.text(3.2, 0.85, "sigmoid", color="#00805f")
plt.text(1.4, 0.22, "its slope", color="#8a6100")
plt.xlabel("x")
plt.show()

# %% [markdown]
# **Question.** Where is the slope largest, and how large is it there? What does a slope of 0.00005 at
# $x = 10$ mean for a network that learns by nudging scores?
#
# <details><summary>Answer</summary>
#
# It is largest at 0, where it is ¼. At $x = 10$ a nudge of the score hardly moves the output: the network
# is so sure of itself that it hardly learns from this example, even if it is wrong. One speaks of a
# *saturated* unit.
#
# </details>
#
# ## 4. Shape, and the order of the numbers
#
# An array is a row of numbers in memory plus a `shape` that says how to read them. `reshape` keeps the
# numbers and their order and changes only the reading.
#
# A colour picture is an array with three axes: rows, columns, and the three colours red, green and blue.
# Here is one with 2 × 2 pixels. Its numbers simply count up, so that you can see where each one goes.

# %%
tiny = np.arange(12).reshape(2, 2, 3)
print("shape:", tiny.shape)
print("the pixel in row 0, column 1:", tiny[0, 1])
print("the red values:")
print(tiny[:, :, 0])

# %% [markdown]
# A network of the kind we build first wants each picture as **one column of numbers**. Let $l$, $h$ and $d$
# be the sizes of the three axes. Then $(l, h, d)$ becomes $(l \cdot h \cdot d,\; 1)$, and $(2, 2, 3)$
# becomes $(12, 1)$.
#
# **Question.** `reshape` walks through an array with the *last* axis moving fastest. Which numbers does the
# column of `tiny` begin with: the four reds, or the three colours of the first pixel?
#
# <details><summary>Answer</summary>
#
# The three colours of the first pixel, `0 1 2`, then those of the pixel to its right, `3 4 5`. The last
# axis, the colours, moves fastest.
#
# </details>

# %% [markdown] guided-only
# The array knows its own sizes: `image.shape` is a tuple of three numbers. Use it, so that the function
# works for pictures of every size.


# %% exercise="image2vector"
def image2vector(image):
    """A picture as one column of numbers.

    Parameters
    ----------
    image : array of shape (l, h, d)
        Of any sizes.

    Returns
    -------
    v : array of shape (l × h × d, 1)
        The same numbers, in the order in which NumPy's reshape reads them: the last axis moves fastest.
    """
    ### BEGIN SOLUTION
    # Step 1: how many numbers are there in the picture?
    count = image.shape[0] * image.shape[1] * image.shape[2]
    # Step 2: read them as that many rows and a single column.
    v = image.reshape(count, 1)
    ### END SOLUTION
    return v


# %% expect name="column-of-a-picture"
column = image2vector(tiny)
print("shape:", column.shape)
print("first six numbers:", column[:6, 0])

# %% [markdown]
# **Question.** Someone wants the three colour planes of `tiny`, each 2 × 2, and writes `tiny.reshape(3, 2,
# 2)`. The shape is right. Is the first plane the reds?

# %%
print("reshape(3, 2, 2)[0]:")
print(tiny.reshape(3, 2, 2)[0])
print("transpose(2, 0, 1)[0]:")
print(tiny.transpose(2, 0, 1)[0])

# %% [markdown]
# No: `reshape` reads the same numbers on, in the same order, and cuts them every four. To *swap axes* you
# need `transpose`, which really moves the colours to the front. A wrong reshape raises no error. It gives
# an array of the right shape that is full of nonsense, and you will meet this trap again in the next lab.
#
# ## 5. Rows of length one
#
# Often the direction of a row matters and its length does not: two documents on the same topic, one of them
# ten times as long. Dividing each row by its length makes them comparable. By hand: the row $(3, 4)$ has
# length $\sqrt{3^2 + 4^2} = 5$ and becomes $(0.6,\; 0.8)$.
#
# For that you need one length *per row*. Look closely at what `axis` and `keepdims` do to a 2 × 3 array.
#
# **Question.** Before you run the next cell, write down the four shapes it prints.

# %%
a = np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]])
print("a.sum()                       ", a.sum(), np.shape(a.sum()))
print("a.sum(axis=0)                 ", a.sum(axis=0), a.sum(axis=0).shape)
print("a.sum(axis=1)                 ", a.sum(axis=1), a.sum(axis=1).shape)
print("a.sum(axis=1, keepdims=True)  ", a.sum(axis=1, keepdims=True).tolist(), a.sum(axis=1, keepdims=True).shape)

# %% [markdown]
# `axis=1` means: walk along axis 1 and add up what you meet, so axis 1 disappears. With `keepdims=True` it
# stays, with size 1. The numbers are the same. The difference shows when you divide.
#
# **Question.** The next cell divides a *square* array by its row sums, without `keepdims` and with it.
# Which of the two gives rows that add up to 1?

# %%
square = np.array([[1.0, 3.0], [10.0, 10.0]])
print("without keepdims:", (square / square.sum(axis=1)).tolist())
print("with keepdims:   ", (square / square.sum(axis=1, keepdims=True)).tolist())

# %% [markdown]
# Shape `(2,)` is lined up with the *last* axis, so the first version divides each **column** by the sum of
# a row. No error, wrong numbers. With shape `(2, 1)` each **row** is divided by its own sum.

# %% [markdown] guided-only
# `np.linalg.norm` computes lengths and understands `axis` and `keepdims`. Or write it out: square, add up,
# take the root. Make a new array for the result. `x /= …` would change the caller's array.


# %% exercise="normalize_rows"
def normalize_rows(x):
    """Every row of x divided by its length.

    Parameters
    ----------
    x : array of shape (n, m)
        No row is all zeros. The array itself is left as it is.

    Returns
    -------
    result : array of shape (n, m)
        Its rows point the same way as those of x and have Euclidean length 1: the root of the sum of the squares.
    """
    ### BEGIN SOLUTION
    # Step 1: the length of each row, with shape (n, 1).
    lengths = np.linalg.norm(x, axis=1, keepdims=True)
    # Step 2: divide; the single column of lengths is stretched over all columns of x.
    result = x / lengths
    ### END SOLUTION
    return result


# %% expect name="unit-rows"
print(normalize_rows(np.array([[3.0, 4.0], [-6.0, 8.0], [0.0, 2.0]])))

# %% [markdown]
# ## 6. Broadcasting, and softmax
#
# What happened in that division has a name. **Broadcasting** lets NumPy combine arrays of different shapes.
# Write the two shapes under each other, aligned on the *right*. In each place the sizes must be equal, or
# one of them must be 1 or missing; what is 1 or missing is stretched. Nothing is copied in memory.
#
# **Question.** Which of these pairs can be combined, and what is the shape of the result? Fill in the table
# on paper, then run the cell.
#
# | first | second | result |
# |---|---|---|
# | `(4, 3)` | `(4, 1)` | ? |
# | `(4, 3)` | `(3,)` | ? |
# | `(4, 3)` | `(4,)` | ? |
# | `(4, 1)` | `(1, 3)` | ? |
# | `(64, 64, 3)` | `(3,)` | ? |

# %%
for first, second in [((4, 3), (4, 1)), ((4, 3), (3,)), ((4, 3), (4,)), ((4, 1), (1, 3)), ((64, 64, 3), (3,))]:
    try:
        result = np.broadcast_shapes(first, second)
    except ValueError:
        result = "does not fit"
    print(f"{first!s:12}  {second!s:8}  {result}")

# %% [markdown]
# The sigmoid answers yes or no. With more than two classes one wants a probability for each of them, and
# **softmax** gives that: raise $e$ to every score, so that all are positive, then divide by their sum, so
# that they add up to 1.
#
# $$\mathrm{softmax}(x)_j = \frac{e^{x_j}}{\sum_k e^{x_k}}$$
#
# By hand, with the scores $(0,\; \ln 2,\; \ln 5)$: the exponentials are $1, 2, 5$, their sum is $8$, the
# probabilities are $0.125,\; 0.25,\; 0.625$.
#
# Your function takes one example per **row** and treats each row by itself.


# %% exercise="softmax"
def softmax(x):
    """Softmax of every row of x.

    Parameters
    ----------
    x : array of shape (m, n)
        m examples with n scores each. No score lies beyond ±30.

    Returns
    -------
    s : array of shape (m, n)
        Entry (i, j) is e^(x_ij) divided by the sum of the exponentials of row i, so that every row adds up to 1.
    """
    ### BEGIN SOLUTION
    # Step 1: the exponential of every entry.
    x_exp = np.exp(x)
    # Step 2: the sum of each row, with shape (m, 1).
    x_sum = np.sum(x_exp, axis=1, keepdims=True)
    # Step 3: divide; the column of sums is broadcast.
    s = x_exp / x_sum
    ### END SOLUTION
    return s


# %% expect name="softmax-values"
print(softmax(np.log(np.array([[1.0, 2.0, 5.0], [1.0, 1.0, 2.0]]))))

# %% [markdown]
# **Question.** Add 10 to every score of a row. What happens to its probabilities? Derive it from the
# formula, then try it.
#
# <details><summary>Answer</summary>
#
# Nothing. Every exponential is multiplied by the same $e^{10}$, above the line and below it, and it
# cancels. Only *differences* between scores count.
#
# </details>

# %%
row = np.array([[1.0, 2.0, 3.0]])
print(softmax(row))
print(softmax(row + 10))

# %% [markdown]
# ## 7. How wrong is a prediction?
#
# To improve, one has to measure. Let $\hat y_i$ be the predictions and $y_i$ the truth. The two simplest
# losses add up all errors, either by their size or by their square:
#
# $$L_1(\hat y, y) = \sum_i |y_i - \hat y_i| \qquad\qquad L_2(\hat y, y) = \sum_i (y_i - \hat y_i)^2$$
#
# By hand, with $\hat y = (0.5,\; 2,\; 1)$ and $y = (1,\; 0,\; 1)$: the errors have the sizes $0.5, 2, 0$.
# So $L_1 = 2.5$ and $L_2 = 0.25 + 4 + 0 = 4.25$.


# %% exercise="L1"
def L1(yhat, y):
    """The sum of the absolute errors.

    Parameters
    ----------
    yhat : array of shape (m,)
        Predictions.
    y : array of shape (m,)
        The true values.

    Returns
    -------
    loss : number
        The sum of |y - yhat| over all entries.
    """
    ### BEGIN SOLUTION
    # Step 1: the size of each error.
    sizes = np.abs(y - yhat)
    # Step 2: add them up.
    loss = np.sum(sizes)
    ### END SOLUTION
    return loss


# %% [markdown]
# For $L_2$ there are two natural ways: square the errors and add them up, or take the dot product of the
# errors with themselves. `np.dot(e, e)` is $\sum_i e_i \cdot e_i$.


# %% exercise="L2"
def L2(yhat, y):
    """The sum of the squared errors: no root, no mean.

    Parameters
    ----------
    yhat : array of shape (m,)
        Predictions.
    y : array of shape (m,)
        The true values.

    Returns
    -------
    loss : number
        The sum of (y - yhat)^2 over all entries.
    """
    ### BEGIN SOLUTION
    # Step 1: the error of each prediction.
    errors = y - yhat
    # Step 2: the sum of their squares.
    loss = np.dot(errors, errors)
    ### END SOLUTION
    return loss


# %% expect name="losses"
predicted = np.array([0.5, 2.0, 1.0])
true = np.array([1.0, 0.0, 1.0])
print("L1 =", L1(predicted, true))
print("L2 =", L2(predicted, true))

# %% [markdown]
# The choice of a loss is a choice of what counts as good. Suppose you may predict only *one* number $c$ for
# the three values $1, 2, 9$.
#
# **Question.** Which $c$ makes $L_1$ smallest, and which makes $L_2$ smallest? Guess, then let the cell
# search.

# %%
values = np.array([1.0, 2.0, 9.0])
candidates = np.linspace(0, 10, 1001)
by_L1 = [L1(np.full(3, c), values) for c in candidates]
by_L2 = [L2(np.full(3, c), values) for c in candidates]
print(f"smallest L1 at c = {candidates[np.argmin(by_L1)]:.2f}")
print(f"smallest L2 at c = {candidates[np.argmin(by_L2)]:.2f}")

# %% [markdown]
# <details><summary>What are these two numbers?</summary>
#
# 2 is the **median** and 4 is the **mean**. $L_1$ counts only how far away a value is, so the outlier 9
# pulls no harder than the 1. $L_2$ squares the distance, so the outlier pulls hardest of all. Change the 9
# into 90 and run the cell again (with `candidates` up to 100): one of the two answers does not move.
#
# </details>
#
# ## 8. What is vectorising worth?
#
# You have written no loop over entries. Here is the reason. The next cell computes the same dot product of
# two long vectors twice, with a Python loop and with `np.dot`.
#
# **Question.** By what factor will `np.dot` be faster: about 2, 20, or 200 and more?

# %%
rng = np.random.default_rng(0)
long_a = rng.normal(size=1_000_000)
long_b = rng.normal(size=1_000_000)


def dot_by_loop(p, q):
    """The sum of p[i] * q[i], one entry at a time."""
    total = 0.0
    for i in range(len(p)):
        total += p[i] * q[i]
    return total


start = time.perf_counter()
looped = dot_by_loop(long_a, long_b)
loop_seconds = time.perf_counter() - start

start = time.perf_counter()
for _ in range(20):
    vectorised = np.dot(long_a, long_b)
dot_seconds = (time.perf_counter() - start) / 20

print(f"loop    {1000 * loop_seconds:9.3f} ms   result {looped:.6f}")
print(f"np.dot  {1000 * dot_seconds:9.3f} ms   result {vectorised:.6f}")
print(f"np.dot is {loop_seconds / dot_seconds:.0f} times faster here")

# %% [markdown]
# The loop pays for the Python interpreter at every entry: look up the names, take a number out of the
# array, wrap it, multiply, wrap again. `np.dot` pays once and then runs compiled code over plain memory,
# with instructions that handle several numbers at a time. That is why this course writes formulas for whole
# arrays wherever it can.
#
# ## Go further
#
# None of this is graded.
#
# **Softmax at large scores.** The contract above stopped at ±30. See what happens beyond.

# %%
large = np.array([[1000.0, 1001.0, 1002.0]])
with np.errstate(over="ignore", invalid="ignore"):
    print("as it is:      ", softmax(large))
print("minus the max: ", softmax(large - large.max()))

# %% [markdown]
# $e^{1000}$ is larger than any float, so a plain version turns it into infinity, and infinity divided by
# infinity is "not a number". You saw that a shift changes nothing: put one inside your function and both
# lines agree.
#
# **Cosines for free.** With rows of length one, the matrix product of the rows with themselves holds the
# cosine of the angle between every two of them: 1 for the same direction, 0 for a right angle, −1 for
# opposite directions.

# %% expect name="cosines"
rows = normalize_rows(np.array([[3.0, 4.0], [30.0, 40.0], [-4.0, 3.0], [-3.0, -4.0]]))
print(np.round(rows @ rows.T, 2) + 0.0)

# %% [markdown]
# **Open questions**
#
# - Show on paper, then with your functions, that `sigmoid(z)` is the first entry of `softmax([[z, 0]])`.
#   What does that say about two classes?
# - `sigmoid(-1000.0)` works but may print a warning. Where does it come from, and can you write a version
#   without it that handles arrays?
# - For the values $1, 2, 9$ every $c$ between two of them gives a certain $L_1$. Draw $L_1$ and $L_2$ over
#   `candidates`. Which one has corners, and what would a method that follows slopes make of them?
# - `np.outer`, `np.multiply`, `np.dot` and `*` are four products. Write each with explicit loops and time
#   them.
#
# ## What you have now
#
# | function | shape in → shape out | you will meet it again |
# |---|---|---|
# | `sigmoid`, `sigmoid_derivative` | any → the same | in the next lab, and at the end of every yes-or-no network |
# | `image2vector` | $(l, h, d) \to (l h d, 1)$ | wherever pictures go into fully connected layers |
# | `normalize_rows` | $(n, m) \to (n, m)$ | when features or word vectors are compared |
# | `softmax` | $(m, n) \to (m, n)$ | at the end of networks with many classes |
# | `L1`, `L2` | $(m,), (m,) \to$ a number | as losses, and later as penalties on weights |
#
# Three habits to keep: know the shape of everything; when you sum, name the axis and keep the dimension;
# when a result has the right shape, still check one number by hand.
