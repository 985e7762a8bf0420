# %% [markdown]
# # Logistic regression with a neural-network mindset
#
# A colour picture of 64 × 64 pixels is a list of 12,288 numbers. Can one single neuron learn from 209 such
# lists whether a picture shows a cat?
#
# You will build that neuron from six functions, train it, and then question it: which pictures fool it,
# what it looks for, and what it makes of a photo of yours. The parts you write here (start, predict,
# measure, find the slope, take a step, repeat) are the parts of every network in this course. Larger ones
# only have more of each.
#
# As before: see the reason, do the small example by hand, write the function, run its `check`. And answer
# the questions before you open the answers.

# %%
import time
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from PIL import Image, ImageOps

# %% [markdown]
# ## 1. The data
#
# The pictures were drawn by a program, so they come without anyone's photographs and in a small file. They
# are split into a *training set*, from which the neuron learns, and a *test set*, which it never sees while
# learning.

# %%
with np.load("cats.npz") as data:
    train_set_x, train_set_y = data["train_set_x"], data["train_set_y"]
    test_set_x, test_set_y = data["test_set_x"], data["test_set_y"]
    class_names = [str(name) for name in data["list_classes"]]

print("training pictures", train_set_x.shape, train_set_x.dtype)
print("training labels  ", train_set_y.shape, train_set_y.dtype)
print("test pictures    ", test_set_x.shape)
print("test labels      ", test_set_y.shape)
print("classes          ", dict(enumerate(class_names)))

# %% [markdown]
# **Question.** Read the four numbers of the first shape aloud: what does each of them count? And which
# values can a `uint8` hold?
#
# <details><summary>Answer</summary>
#
# 209 pictures, 64 rows, 64 columns, 3 colours. A `uint8` is a whole number from 0 (none of this colour) to
# 255 (all of it).
#
# </details>
#
# Never train on data that you have not looked at.


# %%
def show(pictures, titles, columns=6):
    """Draw pictures side by side, a title above each."""
    rows = -(-len(pictures) // columns)
    figure, axes = plt.subplots(rows, columns, figsize=(1.6 * columns, 1.9 * rows), squeeze=False)
    for axis in axes.flat:
        axis.axis("off")
    for axis, picture, title in zip(axes.flat, pictures, titles, strict=False):
        axis.imshow(picture)
        axis.set_title(title, fontsize=9)
    figure.tight_layout()
    plt.show()


show(train_set_x[:12], [f"{i}: {class_names[train_set_y[0, i]]}" for i in range(12)])

# %% [markdown]
# Before any model, ask what a model must beat: the rules that do not even look at the picture.

# %%
for name, labels in [("training", train_set_y), ("test", test_set_y)]:
    cats = 100 * np.mean(labels == 1)
    print(f"{name:8}  'always a cat' is right in {cats:.0f} %, 'never a cat' in {100 - cats:.0f} %")

# %% [markdown]
# The two sets are not mixed alike: cats are the minority among the training pictures and the majority among
# the test pictures. That happens in practice too, and one should know it *before* one is pleased with an
# accuracy.
#
# **Question.** Someone's model has learned nothing except that cats are rare. What does it score on the
# test set?
#
# <details><summary>Answer</summary>
#
# It never says "cat", and scores what the last line shows for that rule: less than a coin would. Keep this
# in mind when you look at the mistakes of your own model.
#
# </details>

# %% [markdown]
# ### One column for each picture
#
# Our neuron takes a picture as one column of numbers, and all pictures together as a matrix `X` with **one
# example per column**: shape (12288, 209). Two short expressions produce that shape.
#
# **Question.** Only one of them is right. Which one, and what is in a column of the other?

# %%
one_way = train_set_x.reshape(-1, train_set_x.shape[0])
another_way = train_set_x.reshape(train_set_x.shape[0], -1).T
print(one_way.shape, another_way.shape)
show(
    [one_way[:, 2].reshape(64, 64, 3), another_way[:, 2].reshape(64, 64, 3)],
    ["one way", "another way"],
    columns=2,
)

# %% [markdown]
# `reshape` keeps the numbers in order and the last axis moves fastest. So the first expression deals the
# numbers out like cards: a column gets every 209th number, a little from each picture. The second one keeps
# every picture together as a row and then turns rows into columns. Both have the right shape, and no error
# will ever tell you. Looking at one column did.
#
# ### From 0–255 to 0–1
#
# One more step: divide by 255. With numbers up to 255 and 12,288 of them, scores would run into the
# thousands, where the sigmoid is flat and nothing is learned. Centring each feature and dividing by its
# spread is the general recipe; for pictures one common scale does well.

# %%
train_x = another_way / 255
test_x = test_set_x.reshape(test_set_x.shape[0], -1).T / 255
print("train_x", train_x.shape, "from", train_x.min(), "to", train_x.max())
print("test_x ", test_x.shape)

# %% [markdown]
# ## 2. The neuron
#
# For one picture $x$ with label $y$ (1 for a cat, 0 for anything else), the neuron computes a weighted vote
# of all pixels and squeezes it into a probability. Its *loss* is the surprise at the true answer:
#
# $$z = w^T x + b, \qquad a = \sigma(z), \qquad \mathcal{L}(a, y) = -\bigl(y \log a + (1 - y) \log(1 - a)\bigr)$$
#
# The *cost* $J$ is the mean of the losses over all $m$ training pictures. Learning means finding the $w$
# and $b$ that make it small.
#
# **Question.** A neuron that knows nothing says $a = \frac12$ to every picture. What is its cost? Does it
# depend on how many cats there are?
#
# <details><summary>Answer</summary>
#
# For a cat the loss is $-\log \frac12$, for a non-cat $-\log(1 - \frac12)$, which is the same:
# $\log 2 \approx 0.693$. So the cost is 0.693, whatever the labels. Every training run below starts at this
# number. If one of yours does not, something is wrong.
#
# </details>
#
# ### The sigmoid
#
# The first part you know already: $\sigma(z) = \frac{1}{1 + e^{-z}}$, entry by entry. Write it again, from
# memory.


# %% exercise="sigmoid"
def sigmoid(z):
    """The sigmoid of every entry of z.

    Parameters
    ----------
    z : number, or array of any shape
        Scores.

    Returns
    -------
    s : number, or array of the same shape as z
        1 / (1 + e^(-entry)) for each entry.
    """
    ### BEGIN SOLUTION
    # Step 1: the formula, for all entries at once.
    s = 1 / (1 + np.exp(-z))
    ### END SOLUTION
    return s


# %% expect name="sigmoid-values"
print(sigmoid(0.0))
print(sigmoid(np.array([[-2.0, 0.0, 2.0]])))

# %% [markdown]
# ### The start
#
# Training has to start somewhere, and for a single neuron zeros are fine: its cost has one valley, and
# every start leads down into it. (With hidden layers, zeros will be a bad idea. You will see why in week
# 3.)
#
# `w` is a **column**, of shape `(dim, 1)`. That is no formality. An array of shape `(dim,)` is neither row
# nor column, its transpose is itself, and products with it come out in shapes you did not mean.
#
# **Question.** With `w` of shape (4, 1) and `X` of shape (4, 5), what is the shape of $w^T X$? And with `w`
# of shape (4,)?
#
# <details><summary>Answer</summary>
#
# (1, 4) times (4, 5) is (1, 5): a row with one score per example, like `Y`. With shape (4,) the result has
# shape (5,). Combined with a `Y` of shape (1, 5) that still works, but the next product may not, or may
# work and be wrong.
#
# </details>


# %% exercise="initialize_with_zeros"
def initialize_with_zeros(dim):
    """The weights and the bias to start from: all zero.

    Parameters
    ----------
    dim : int
        The number of weights, which is the number of features of one example.

    Returns
    -------
    w : array of shape (dim, 1)
        Zeros.
    b : float
        0.0, a plain number and not an array.
    """
    ### BEGIN SOLUTION
    # Step 1: a column of dim zeros.
    w = np.zeros((dim, 1))
    # Step 2: the bias, a plain number.
    b = 0.0
    ### END SOLUTION
    return w, b


# %% expect name="zeros"
w, b = initialize_with_zeros(3)
print("w has shape", w.shape, "and its sum is", w.sum())
print("b is", float(np.squeeze(b)))

# %% [markdown]
# ## 3. Forward and back
#
# Now the heart of it: one function that looks at all examples, says how wrong the neuron is, and in which
# direction each parameter should move.
#
# **Forward**, from the parameters to the cost, for all $m$ columns of $X$ at once:
#
# $$A = \sigma(w^T X + b)$$
#
# $$J = -\frac1m \sum_{i=1}^{m} \Bigl( y^{(i)} \log a^{(i)} + (1 - y^{(i)}) \log(1 - a^{(i)}) \Bigr)$$
#
# **Backward**, from the cost to the parameters:
#
# $$dw = \frac{\partial J}{\partial w} = \frac1m X (A - Y)^T$$
#
# $$db = \frac{\partial J}{\partial b} = \frac1m \sum_{i=1}^{m} \bigl(a^{(i)} - y^{(i)}\bigr)$$
#
# <details><summary>Why is the whole gradient made of A − Y?</summary>
#
# Take one example. By the chain rule
# $\frac{\partial \mathcal L}{\partial z} = \frac{\partial \mathcal L}{\partial a} \cdot \frac{da}{dz}$. The
# first factor is $-\frac{y}{a} + \frac{1-y}{1-a} = \frac{a - y}{a(1-a)}$, the second is the slope of the
# sigmoid, $a(1-a)$. They multiply to $a - y$: predicted minus true. The score $z$ grows by $x_j$ when $w_j$
# grows by one, so weight $j$ gets the error times $x_j$; the bias gets the error itself. The mean over the
# examples gives the formulas above.
#
# </details>
#
# By hand, with two features and two examples (remember: in columns) and a neuron that knows nothing:
#
# $$X = \begin{pmatrix} 1 & 3 \\ 2 & 0 \end{pmatrix}, \quad Y = \begin{pmatrix} 1 & 0 \end{pmatrix}, \quad
# w = \begin{pmatrix} 0 \\ 0 \end{pmatrix}, \quad b = 0$$
#
# - $A = (\frac12,\; \frac12)$ and $A - Y = (-\frac12,\; \frac12)$.
# - First weight: $\frac12 (1 \cdot (-\frac12) + 3 \cdot \frac12) = 0.5$. Second weight:
#   $\frac12 (2 \cdot (-\frac12) + 0 \cdot \frac12) = -0.5$.
# - Bias: $\frac12 (-\frac12 + \frac12) = 0$. Cost: $\log 2 \approx 0.6931$.
#
# **Question.** Before you write code, fill in the shapes for $n$ features and $m$ examples.
#
# | $X$ | $Y$ | $w$ | $w^T X + b$ | $A - Y$ | $X (A - Y)^T$ | $db$ | $J$ |
# |---|---|---|---|---|---|---|---|
# | $(n, m)$ | $(1, m)$ | $(n, 1)$ | ? | ? | ? | ? | ? |
#
# <details><summary>Answer</summary>
#
# $(1, m)$, $(1, m)$, $(n, 1)$, a number, a number. A gradient always has the shape of what it belongs to:
# $dw$ that of $w$.
#
# </details>

# %% [markdown] guided-only
# `np.dot(P, Q)` or `P @ Q` is the matrix product, `P * Q` multiplies entry by entry, `P.T` is the
# transpose, `np.log` the natural logarithm and `np.sum(P)` the sum of all entries. Decide for each product
# in the formulas which of the first two it is.


# %% exercise="propagate"
def propagate(w, b, X, Y):
    """The cost of the neuron on all examples, and its gradient: one pass forward, one pass back.

    With a = sigmoid(w^T x + b) for an example x with label y, the cost is the mean over all examples of
    -(y log a + (1 - y) log(1 - a)), with the natural logarithm.

    Parameters
    ----------
    w : array of shape (n, 1)
        The weights.
    b : number
        The bias.
    X : array of shape (n, m)
        The examples, in columns.
    Y : array of shape (1, m)
        The true labels, 0 or 1.

    Returns
    -------
    grads : dictionary
        "dw" is the gradient of the cost with respect to w, an array of shape (n, 1); "db" is the derivative of
        the cost with respect to b, a number.
    cost : number
        The cost.
    """
    ### BEGIN SOLUTION
    # Step 1: how many examples are there?
    m = X.shape[1]
    # Step 2: forward, from the scores of all examples to their probabilities, shape (1, m).
    A = sigmoid(np.dot(w.T, X) + b)
    # Step 3: the mean of the losses, one number.
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    # Step 4: backward, to the weights, shape (n, 1).
    dw = np.dot(X, (A - Y).T) / m
    # Step 5: backward, to the bias, one number.
    db = np.sum(A - Y) / m
    ### END SOLUTION
    grads = {"dw": dw, "db": db}
    return grads, cost


# %% expect name="by-hand"
small_X = np.array([[1.0, 3.0], [2.0, 0.0]])
small_Y = np.array([[1, 0]])
grads, cost = propagate(np.zeros((2, 1)), 0.0, small_X, small_Y)
print("dw:", grads["dw"].tolist())
print(f"db: {float(np.squeeze(grads['db'])):.4f}")
print(f"cost: {float(np.squeeze(cost)):.4f}")

# %% [markdown]
# Do not take the gradient on trust. It claims to say how the cost changes when a weight moves. So move one,
# a little up and a little down, and measure.

# %% expect name="nudged"
nudge = 1e-5
w = np.array([[0.3], [-0.2]])
grads, _ = propagate(w, 0.1, small_X, small_Y)
for j in range(2):
    direction = np.zeros((2, 1))
    direction[j] = nudge
    _, higher = propagate(w + direction, 0.1, small_X, small_Y)
    _, lower = propagate(w - direction, 0.1, small_X, small_Y)
    measured = float(np.squeeze(higher - lower)) / (2 * nudge)
    print(f"weight {j}: gradient {float(grads['dw'][j, 0]):.6f}   measured {measured:.6f}")

# %% [markdown]
# **Question.** Suppose someone forgets to divide `dw` by $m$, but gets the cost right. Would this test
# notice? Would training still work?
#
# <details><summary>Answer</summary>
#
# The test notices at once: the two numbers differ by the factor $m$. Training would still go downhill, in
# steps $m$ times as long, as if the learning rate were $m$ times as large. It would work for some learning
# rates and explode for others, which is a nasty kind of bug: it looks like bad luck.
#
# </details>
#
# ## 4. Downhill
#
# The gradient points uphill, so a step against it lowers the cost. Repeat:
#
# $$w := w - \alpha\, dw, \qquad b := b - \alpha\, db$$
#
# $\alpha$ is the *learning rate*. Both updates use the gradient from *before* the step.
#
# By hand, one step from zero on the small example, with $\alpha = 0.1$:
# $w = (0,0) - 0.1 \cdot (0.5, -0.5) = (-0.05,\; 0.05)$.
#
# **Question.** The first example is a cat, with the features 1 and 2; the second is not, with 3 and 0. Does
# this step make sense?
#
# <details><summary>Answer</summary>
#
# Yes. The second feature speaks for "cat", so its weight went up; the first is larger for the non-cat, so
# its weight went down. The new scores are $-0.05 + 0.1 = 0.05$ for the cat and $-0.15$ for the other: both
# moved the right way.
#
# </details>
#
# `optimize` takes `num_iterations` such steps. It also keeps a diary: the cost before step 0, before step
# 100, before step 200, and so on. Without the diary you would not know whether it learns.


# %% exercise="optimize"
def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    """Gradient descent: step by step against the gradient of the cost.

    Each iteration computes the cost and its gradient at the present w and b, and then takes one step,
    w := w - learning_rate dw and b := b - learning_rate db, with both gradients from before the step.

    Parameters
    ----------
    w : array of shape (n, 1)
        The weights to start from. The array itself is left as it is.
    b : number
        The bias to start from.
    X : array of shape (n, m)
        The examples, in columns.
    Y : array of shape (1, m)
        The true labels, 0 or 1.
    num_iterations : int
        How many steps to take, at least 1.
    learning_rate : float
        The factor of the gradient in a step.
    print_cost : bool
        Whether to print the recorded costs as they come.

    Returns
    -------
    params : dictionary
        "w" and "b" after the last step.
    grads : dictionary
        "dw" and "db", the gradient that the last step used.
    costs : list of numbers
        The costs before the steps number 0, 100, 200 and so on, counted from 0.
    """
    costs = []
    for i in range(num_iterations):
        ### BEGIN SOLUTION
        # Step 1: cost and gradient at the present w and b.
        grads, cost = propagate(w, b, X, Y)
        # Step 2: move the weights against their gradient.
        w = w - learning_rate * grads["dw"]
        # Step 3: move the bias against its gradient.
        b = b - learning_rate * grads["db"]
        ### END SOLUTION
        if i % 100 == 0:
            costs.append(cost)
            if print_cost:
                print(f"cost before step {i:4}: {float(np.squeeze(cost)):.6f}")
    params = {"w": w, "b": b}
    return params, grads, costs


# %% expect name="first-steps"
params, grads, costs = optimize(np.zeros((2, 1)), 0.0, small_X, small_Y, num_iterations=1, learning_rate=0.1)
print("after 1 step:   w =", params["w"].ravel().tolist())
params, grads, costs = optimize(np.zeros((2, 1)), 0.0, small_X, small_Y, num_iterations=301, learning_rate=0.1)
print("after 301 steps: costs =", [round(float(np.squeeze(cost)), 4) for cost in costs])

# %% [markdown]
# ## 5. Yes or no
#
# A probability becomes a decision by a threshold: say "cat" if it is above one half.


# %% exercise="predict"
def predict(w, b, X):
    """A yes or a no for every example.

    Parameters
    ----------
    w : array of shape (n, 1)
        The weights.
    b : number
        The bias.
    X : array of shape (n, m)
        The examples, in columns.

    Returns
    -------
    Y_prediction : array of shape (1, m)
        1 where sigmoid(w^T x + b) is above 0.5, and 0 elsewhere.
    """
    ### BEGIN SOLUTION
    # Step 1: the probability of each example, shape (1, m).
    A = sigmoid(np.dot(w.T, X) + b)
    # Step 2: compare with the threshold; true and false become 1 and 0.
    Y_prediction = (A > 0.5).astype(int)
    ### END SOLUTION
    return Y_prediction


# %% expect name="predictions"
print(predict(np.array([[-0.05], [0.05]]), 0.0, small_X).tolist())

# %% [markdown]
# **Question.** Could one decide without computing the sigmoid at all?
#
# <details><summary>Answer</summary>
#
# Yes. $\sigma(z)$ is above one half exactly when $z$ is above 0. The decision depends on the side of
# $w^T x + b = 0$ on which $x$ lies, and that is a flat boundary. The probability is needed for learning,
# and for saying how sure one is.
#
# </details>
#
# ## 6. Everything together


# %% exercise="model"
def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    """Train the neuron from zero on the training set, and predict both sets.

    It starts from zero weights, takes num_iterations steps on the training examples, and uses the trained
    parameters for all predictions. The test examples have no part in the training.

    Parameters
    ----------
    X_train : array of shape (n, m_train)
        The training examples, in columns.
    Y_train : array of shape (1, m_train)
        Their labels, 0 or 1.
    X_test : array of shape (n, m_test)
        The test examples, in columns.
    Y_test : array of shape (1, m_test)
        Their labels. They may be used to print the accuracy, and for nothing else.
    num_iterations : int
        How many steps to take.
    learning_rate : float
        The factor of the gradient in a step.
    print_cost : bool
        Whether to print the cost every 100 steps.

    Returns
    -------
    d : dictionary
        "costs" is the list from optimize; "Y_prediction_train" of shape (1, m_train) and "Y_prediction_test" of
        shape (1, m_test) are the predictions; "w" and "b" are the trained parameters; "num_iterations" and
        "learning_rate" are as they were given.
    """
    ### BEGIN SOLUTION
    # Step 1: zero parameters, one weight for each feature.
    w, b = initialize_with_zeros(X_train.shape[0])
    # Step 2: train, with the number of steps and the learning rate that were asked for.
    params, grads, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    # Step 3: take the trained weights and bias out of the dictionary.
    w = params["w"]
    b = params["b"]
    # Step 4: predict the examples of both sets.
    Y_prediction_test = predict(w, b, X_test)
    Y_prediction_train = predict(w, b, X_train)
    ### END SOLUTION
    d = {
        "costs": costs,
        "Y_prediction_test": Y_prediction_test,
        "Y_prediction_train": Y_prediction_train,
        "w": w,
        "b": b,
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
    }
    return d


# %% [markdown]
# Now the cats. Two thousand steps take a few seconds. You know already at which cost they start.

# %% expect name="training"
cat_model = model(train_x, train_set_y, test_x, test_set_y, num_iterations=2000, learning_rate=0.005, print_cost=True)


# %% expect name="accuracies"
def accuracy(prediction, truth):
    """The share of right answers, in percent."""
    return 100 * np.mean(prediction == truth)


print(f"training accuracy {accuracy(cat_model['Y_prediction_train'], train_set_y):.1f} %")
print(f"test accuracy     {accuracy(cat_model['Y_prediction_test'], test_set_y):.1f} %")

# %% [markdown]
# **Question.** What does the gap between the two numbers tell you? Compare the second one with the blind
# rules at the top.
#
# <details><summary>Answer</summary>
#
# The neuron knows its training pictures nearly by heart and does clearly worse on new ones: it *overfits*.
# No wonder: it has 12,289 numbers to adjust and only 209 pictures to explain. What it has learned beyond
# the blind rules is real but modest, and that is what a single neuron on raw pixels can do here. Networks
# with hidden layers will do better on the very same pictures, in week 4.
#
# </details>

# %%
plt.figure(figsize=(7, 3))
steps = np.arange(len(cat_model["costs"])) * 100
plt.plot(steps, np.squeeze(cat_model["costs"]), color="#00805f", marker="o", markersize=3)
plt.xlabel("steps")
plt.ylabel("cost on the training set")
plt.ylim(bottom=0)
plt.show()

# %% [markdown]
# The curve still falls at the end, so more steps would lower it further. Whether that helps on *new*
# pictures is another question, and you can ask it: train in portions, each starting where the last one
# stopped, and look at both sets in between.

# %% expect name="portions"
w, b = initialize_with_zeros(train_x.shape[0])
done = 0
for portion in [50, 50, 100, 300]:
    params, _, _ = optimize(w, b, train_x, train_set_y, portion, 0.005)
    w, b = params["w"], params["b"]
    done += portion
    train_accuracy = accuracy(predict(w, b, train_x), train_set_y)
    test_accuracy = accuracy(predict(w, b, test_x), test_set_y)
    print(f"after {done:4} steps   training {train_accuracy:5.1f} %   test {test_accuracy:5.1f} %")

# %% [markdown]
# The training accuracy climbs all the way to what you saw after 2000 steps. The test accuracy only wanders
# about, and ends no higher than it was after the first portion: what the neuron learns late, it learns
# about these 209 pictures and not about cats.
#
# **Question.** How much of the wandering means anything? What is one test picture worth?
#
# <details><summary>Answer</summary>
#
# There are 50 test pictures, so each is worth two points. With so few, an accuracy near 70 % is uncertain
# by about six points either way (the standard error of a share $p$ of $n$ pictures is $\sqrt{p(1-p)/n}$). A
# difference of two or four points is one or two pictures: luck, until more pictures say otherwise.
#
# </details>
#
# ## 7. What has it learned?
#
# ### Its mistakes
#
# There are two ways to be wrong: a false alarm (it says cat, there is none) and a miss (there is one, and
# it does not say so). They need not be equally frequent, or equally bad.

# %% expect name="mistakes-counted"
said_cat = cat_model["Y_prediction_test"] == 1
is_cat = test_set_y == 1
print("cats found   ", np.sum(said_cat & is_cat), "of", np.sum(is_cat))
print("false alarms ", np.sum(said_cat & ~is_cat), "of", np.sum(~is_cat))

# %% [markdown]
# **Question.** Which kind of mistake is the more frequent one, and where could that come from?
#
# <details><summary>Answer</summary>
#
# It misses cats far more often than it sees cats that are not there. In the training set only a third of
# the pictures show a cat, so a "no" was the better guess whenever the pixels left it in doubt. On test
# pictures, where cats are the majority, that habit costs points.
#
# </details>
#
# Which pictures fool it most? The cost tells. Call `propagate` with a *single* picture and its label: the
# cost of one example is $-\log$ of the probability that the neuron gave to the truth. So $e^{-\text{cost}}$
# is that probability.

# %%
belief_in_truth = []
for i in range(test_x.shape[1]):
    _, surprise = propagate(cat_model["w"], cat_model["b"], test_x[:, [i]], test_set_y[:, [i]])
    belief_in_truth.append(float(np.exp(-np.squeeze(surprise))))

worst_first = np.argsort(belief_in_truth)
show(
    test_set_x[worst_first[:12]],
    [f"{class_names[test_set_y[0, i]]}: {100 * belief_in_truth[i]:.0f} %" for i in worst_first[:12]],
)

# %% [markdown]
# Above each picture stands what it shows, and how much probability the neuron gave to that. Look for a
# pattern. Are the missed cats dark, small, turned, off centre? Do the false alarms share a colour or a
# background with many training cats?
#
# ### Its weights
#
# There is one weight per pixel and colour, so the weights *are* a picture. Bright means: light here speaks
# for a cat. Dark means: light here speaks against one.


# %%
def stretched(numbers):
    """The same picture, brightened so that its values fill 0 to 1."""
    return (numbers - numbers.min()) / (numbers.max() - numbers.min())


weights = cat_model["w"].reshape(64, 64, 3)
cat_mean = train_set_x[train_set_y[0] == 1].mean(axis=0) / 255
other_mean = train_set_x[train_set_y[0] == 0].mean(axis=0) / 255
show(
    [stretched(weights), cat_mean, other_mean, stretched(cat_mean - other_mean)],
    ["the weights", "mean of the cats", "mean of the others", "cats minus others"],
    columns=4,
)

# %% [markdown]
# **Question.** Do you see a cat in the weights? Why can this neuron not look for "two pointed ears,
# wherever they are"?
#
# <details><summary>Answer</summary>
#
# At best a blur, with specks from single training pictures. Each pixel votes by itself, with a fixed
# weight, whatever its neighbours show. An ear that moves by ten pixels meets entirely different weights.
# Patterns made of several pixels together need hidden units; patterns at any place need convolutions, which
# come in a later course.
#
# </details>
#
# ## 8. The learning rate
#
# The gradient says where downhill is, not how far to go. Here are three rates for the same problem, 200
# steps each. To draw every step, the cell calls `optimize` for one step at a time.
#
# **Question.** Sketch the three curves before you run the cell.


# %%
def cost_curve(learning_rate, steps):
    """The cost before each step."""
    w, b = initialize_with_zeros(train_x.shape[0])
    curve = []
    for _ in range(steps):
        params, _, costs = optimize(w, b, train_x, train_set_y, 1, learning_rate)
        w, b = params["w"], params["b"]
        curve.append(float(np.squeeze(costs[0])))
    return curve


figure, axes = plt.subplots(1, 3, figsize=(9, 2.8), sharey=True)
for axis, rate in zip(axes, [0.0002, 0.005, 0.01], strict=True):
    axis.plot(cost_curve(rate, 200), color="#00805f", linewidth=1)
    axis.set_title(f"learning rate {rate}", fontsize=10)
    axis.set_xlabel("steps")
axes[0].set_ylabel("cost")
figure.tight_layout()
plt.show()

# %% [markdown]
# On the left, training takes for ever. On the right, each step overshoots the valley and lands on the other
# side, higher than before, so that the cost jumps about. In the middle it jumps a few times at the start
# and then goes down quickly: about as fast as one dares to go here.
#
# ## 9. What did vectorising save?
#
# `propagate` handles all pictures in a few array operations. The next function computes only the *scores*,
# a small part of that work, with two loops.


# %%
def scores_by_loops(w, b, X):
    """The score of every example, one multiplication at a time."""
    scores = []
    for i in range(X.shape[1]):
        total = float(np.squeeze(b))
        for j in range(X.shape[0]):
            total += w[j, 0] * X[j, i]
        scores.append(total)
    return scores


start = time.perf_counter()
scores_by_loops(cat_model["w"], cat_model["b"], train_x)
loop_seconds = time.perf_counter() - start

start = time.perf_counter()
for _ in range(20):
    propagate(cat_model["w"], cat_model["b"], train_x, train_set_y)
vector_seconds = (time.perf_counter() - start) / 20

print(f"scores with two loops           {1000 * loop_seconds:8.1f} ms")
print(f"propagate: scores, cost, slope  {1000 * vector_seconds:8.1f} ms")
print(f"2000 steps of the looped scores alone would take {2000 * loop_seconds / 60:.0f} minutes")

# %% [markdown]
# ## 10. Your own picture
#
# Beside this notebook lies a picture named `my_picture.jpg`, one that is in neither set. Run the cell, then
# put a photo of your own in its place, under the same name, and run it again.
#
# A photo needs four things before the neuron can read it: turned upright (cameras often store the
# orientation as a note instead of turning the pixels), in the colours red, green and blue, cut to a square
# and shrunk to 64 × 64 pixels, and scaled to 0–1.


# %%
def read_picture(path, size=64):
    """The picture in a file as an array of shape (size, size, 3), uint8."""
    with Image.open(path) as picture:
        upright = ImageOps.exif_transpose(picture)
        square = ImageOps.fit(upright.convert("RGB"), (size, size))
    return np.asarray(square)


my_picture = Path("my_picture.jpg")
if my_picture.exists():
    photo = read_picture(my_picture)
    answer = predict(cat_model["w"], cat_model["b"], photo.reshape(-1, 1) / 255)
    show([photo], [f"it says: {class_names[int(answer[0, 0])]}"], columns=1)
else:
    print("There is no my_picture.jpg beside this notebook. Put one there and run this cell again.")

# %% [markdown]
# Do not be hard on it if your photo fools it. It has seen 209 drawn pictures and no photo in its life.
# That, too, is a lesson: a model knows the world of its training data, and a test set drawn from the same
# world says nothing about another one.
#
# ## Go further
#
# None of this is graded.
#
# **Does the start matter?** The text above claimed that the cost has one valley and that every start leads
# down into it. Start from large random weights instead of zeros and watch the costs of the two. The cell
# uses small pictures, where many steps are cheap: it shrinks each one to 4 × 4 by averaging blocks.

# %% expect name="two-starts"
blocks = train_set_x.reshape(-1, 4, 16, 4, 16, 3).mean(axis=(2, 4)) / 255
coarse_x = blocks.reshape(blocks.shape[0], -1).T
coarse_x = coarse_x - coarse_x.mean(axis=1, keepdims=True)
print("small pictures:", coarse_x.shape)
rng = np.random.default_rng(1)
for name, w in [("zeros ", np.zeros((48, 1))), ("random", rng.normal(size=(48, 1)))]:
    params, _, costs = optimize(w, 0.0, coarse_x, train_set_y, 4001, 2.0)
    print(name, "cost before steps 0, 1000, 2000, 3000, 4000:", [round(float(np.squeeze(c)), 3) for c in costs[::10]])

# %% [markdown]
# **Open questions**
#
# - With 48 numbers per picture instead of 12,288, how good is the neuron on the test set? Shrink the test
#   pictures in the same way and find out. What did the many pixels buy?
# - Mirror every training picture (`train_set_x[:, :, ::-1]`) and train on both versions. It is the cheapest
#   way to have more data. Does the test accuracy move?
# - Train on the first 25, 50, 100 and 209 pictures and draw both accuracies. Would more pictures help?
# - Leave out the division by 255 and choose a learning rate that still works. How did you have to change
#   it, and why by about that factor?
# - The threshold of one half treats both kinds of mistake alike. Lower it to 0.2 and count false alarms and
#   misses again. When would you want that?
# - You have looked at the test set several times by now. If you choose the number of steps by the test
#   accuracy, what is that accuracy still worth?
#
# ## What you have now
#
# | function | takes → gives | its place in a larger network |
# |---|---|---|
# | `initialize_with_zeros` | `dim` → `w`, `b` | one such pair per layer (and no zeros) |
# | `propagate` | parameters, data → cost, gradient | forward and backward through all layers |
# | `optimize` | start, data → trained parameters, diary | the same loop |
# | `predict` | parameters, `X` → 0 or 1 | the same threshold on the last layer |
# | `model` | data → everything | the same, with more knobs |
#
# Keep three habits. Look at the data, and at one column after every reshape. Check a gradient by nudging
# before you trust it. Compare with the blind rules before you are proud of an accuracy.
