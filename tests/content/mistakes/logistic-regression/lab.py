# %% [markdown]
# # Logistic regression, with and without a penalty
#
# Examples lie in rows. Where `theta` is used, `X` has a column of ones.

# %%
import numpy as np


# %% exercise="sigmoid"
def sigmoid(z):
    """1 / (1 + e^-z) of a number, or of each element of an array of any shape."""
    ### BEGIN SOLUTION
    g = 1 / (1 + np.exp(-z))
    ### END SOLUTION
    return g


# %% exercise="costFunction"
def costFunction(theta, X, y):
    """The mean cross-entropy of sigmoid(X @ theta). X is (m, n), y (m,) of 0 and 1."""
    ### BEGIN SOLUTION
    h = sigmoid(X @ theta)
    J = -np.mean(y * np.log(h) + (1 - y) * np.log(1 - h))
    ### END SOLUTION
    return J


# %% exercise="costFunctionReg"
def costFunctionReg(theta, X, y, lambda_):
    """The mean cross-entropy plus lambda_ / 2m times the squares of all parameters but the first; and its gradient.

    theta stays as it is.
    """
    ### BEGIN SOLUTION
    m = len(y)
    h = sigmoid(X @ theta)
    J = -np.mean(y * np.log(h) + (1 - y) * np.log(1 - h)) + lambda_ / (2 * m) * np.sum(theta[1:] ** 2)
    kept = theta.copy()
    kept[0] = 0
    grad = X.T @ (h - y) / m + lambda_ / m * kept
    ### END SOLUTION
    return J, grad


# %% exercise="compute_cost"
def compute_cost(X, y, w, b):
    """The mean cross-entropy of sigmoid(X @ w + b), example by example."""
    ### BEGIN SOLUTION
    m = X.shape[0]
    cost = 0.0
    for i in range(m):
        z = np.dot(X[i], w) + b
        cost += -y[i] * np.log(sigmoid(z)) - (1 - y[i]) * np.log(1 - sigmoid(z))
    total_cost = cost / m
    ### END SOLUTION
    return total_cost


# %% exercise="compute_cost_reg"
def compute_cost_reg(X, y, w, b, lambda_):
    """compute_cost plus lambda_ / 2m times the sum of the squares of w."""
    ### BEGIN SOLUTION
    m = X.shape[0]
    cost = compute_cost(X, y, w, b)
    reg_cost = np.sum(w**2)
    total_cost = cost + lambda_ / (2 * m) * reg_cost
    ### END SOLUTION
    return total_cost


# %% exercise="compute_gradient_reg"
def compute_gradient_reg(X, y, w, b, lambda_):
    """The slope of compute_cost_reg: dj_db, a number, and dj_dw of shape (n,)."""
    ### BEGIN SOLUTION
    m, n = X.shape
    dj_dw = np.zeros((n,))
    dj_db = 0.0
    for i in range(m):
        err = sigmoid(np.dot(X[i], w) + b) - y[i]
        for j in range(n):
            dj_dw[j] += err * X[i, j]
        dj_db += err
    dj_dw = dj_dw / m
    dj_db = dj_db / m
    for j in range(n):
        dj_dw[j] += lambda_ / m * w[j]
    ### END SOLUTION
    return dj_db, dj_dw


# %% exercise="predict"
def predict(X, w, b):
    """1 where sigmoid(X @ w + b) is at least 0.5, else 0; shape (m,)."""
    ### BEGIN SOLUTION
    m, n = X.shape
    p = np.zeros(m)
    for i in range(m):
        z_wb = 0
        for j in range(n):
            z_wb += X[i, j] * w[j]
        p[i] = sigmoid(z_wb + b) >= 0.5
    ### END SOLUTION
    return p


# %% exercise="predictOneVsAll"
def predictOneVsAll(all_theta, X):
    """For each row of X (m, n) the class, that is the row of all_theta (k, n), with the highest score; shape (m,)."""
    ### BEGIN SOLUTION
    p = np.argmax(sigmoid(X @ all_theta.T), axis=1)
    ### END SOLUTION
    return p
