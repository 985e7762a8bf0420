# %% [markdown]
# # Linear regression, from the cost to the learning curve
#
# Examples lie in rows. Where `X` has a column of ones, `theta` holds the bias first; where a function takes
# `w` and `b`, it has not.

# %%
import numpy as np


# %%
def train(X, y, lambda_=0.0):
    """Least squares with a penalty on all parameters but the first. X has a column of ones."""
    penalty = lambda_ * np.eye(X.shape[1])
    penalty[0, 0] = 0
    return np.linalg.solve(X.T @ X + penalty, X.T @ y)


# %%
def cost(X, y, theta, lambda_=0.0):
    """Half the mean squared error, with a penalty on all parameters but the first."""
    m = len(y)
    return np.sum((X @ theta - y) ** 2) / (2 * m) + lambda_ / (2 * m) * np.sum(theta[1:] ** 2)


# %% exercise="computeCost"
def computeCost(X, y, theta):
    """Half the mean squared error of X @ theta. X (m, n) has a column of ones; y is (m,)."""
    ### BEGIN SOLUTION
    m = len(y)
    J = 1 / (2 * m) * np.sum((X @ theta - y) ** 2)
    ### END SOLUTION
    return J


# %% exercise="compute_cost"
def compute_cost(X, y, w, b):
    """Half the mean squared error of X @ w + b. X is (m, n), w (n,), y (m,)."""
    ### BEGIN SOLUTION
    m = X.shape[0]
    cost = 0.0
    for i in range(m):
        f = np.dot(X[i], w) + b
        cost = cost + (f - y[i]) ** 2
    total_cost = cost / (2 * m)
    ### END SOLUTION
    return total_cost


# %% exercise="compute_gradient"
def compute_gradient(X, y, w, b):
    """The slope of compute_cost: dj_db, a number, and dj_dw of shape (n,)."""
    ### BEGIN SOLUTION
    m, n = X.shape
    dj_dw = np.zeros(n)
    dj_db = 0.0
    for i in range(m):
        err = np.dot(X[i], w) + b - y[i]
        for j in range(n):
            dj_dw[j] += err * X[i, j]
        dj_db += err
    dj_dw = dj_dw / m
    dj_db = dj_db / m
    ### END SOLUTION
    return dj_db, dj_dw


# %% exercise="gradientDescent"
def gradientDescent(X, y, theta, alpha, num_iters):
    """num_iters steps down the cost from theta. X (m, n) has a column of ones. Returns theta, and leaves its own be."""
    ### BEGIN SOLUTION
    m = len(y)
    for it in range(num_iters):
        theta = theta - alpha / m * X.T @ (X @ theta - y)
    ### END SOLUTION
    return theta


# %% exercise="gradient_descent"
def gradient_descent(X, y, w_in, b_in, alpha, num_iters):
    """num_iters steps down the cost from w_in and b_in, which stay as they are. Returns w, b."""
    ### BEGIN SOLUTION
    m = X.shape[0]
    w = w_in.copy()
    b = b_in
    for _ in range(num_iters):
        err = X @ w + b - y
        dj_dw = X.T @ err / m
        dj_db = np.mean(err)
        w = w - alpha * dj_dw
        b = b - alpha * dj_db
    ### END SOLUTION
    return w, b


# %% exercise="featureNormalize"
def featureNormalize(X):
    """Each column with mean 0 and standard deviation 1 (divided by m). Returns X_norm, mu, sigma; X stays as it is."""
    ### BEGIN SOLUTION
    mu = np.mean(X, axis=0)
    sigma = np.std(X, axis=0)
    X_norm = (X - mu) / sigma
    ### END SOLUTION
    return X_norm, mu, sigma


# %% exercise="predict_price"
def predict_price(house, theta, mu, sigma):
    """The price of a house with raw features (n,), by theta (n + 1,) learnt on features normalised by mu, sigma."""
    ### BEGIN SOLUTION
    x = (house - mu) / sigma
    price = theta[0] + x @ theta[1:]
    ### END SOLUTION
    return price


# %% exercise="linearRegCostFunction"
def linearRegCostFunction(X, y, theta, reg):
    """The cost with reg / 2m times the squares of all parameters but the first, and its gradient (n,). theta stays."""
    ### BEGIN SOLUTION
    m = len(y)
    h = X @ theta
    J = np.sum((h - y) ** 2) / (2 * m) + reg / (2 * m) * np.sum(theta[1:] ** 2)
    kept = theta.copy()
    kept[0] = 0
    grad = X.T @ (h - y) / m + reg / m * kept
    ### END SOLUTION
    return J, grad


# %% exercise="learningCurve"
def learningCurve(X, y, Xval, yval, lambda_):
    """Train on the first 1, 2, …, m examples with lambda_. Errors, without penalty, on those, and on all of Xval."""
    ### BEGIN SOLUTION
    m = X.shape[0]
    error_train = np.zeros(m)
    error_val = np.zeros(m)
    for i in range(1, m + 1):
        theta = train(X[:i], y[:i], lambda_)
        error_train[i - 1] = cost(X[:i], y[:i], theta, 0)
        error_val[i - 1] = cost(Xval, yval, theta, 0)
    ### END SOLUTION
    return error_train, error_val


# %% exercise="validationCurve"
def validationCurve(X, y, Xval, yval, lambdas):
    """Train with each lambda. The errors, without penalty, on the training set and on the validation set."""
    ### BEGIN SOLUTION
    error_train = np.zeros(len(lambdas))
    error_val = np.zeros(len(lambdas))
    for i in range(len(lambdas)):
        lam = lambdas[i]
        theta = train(X, y, lam)
        error_train[i] = cost(X, y, theta, 0)
        error_val[i] = cost(Xval, yval, theta, 0)
    ### END SOLUTION
    return error_train, error_val
