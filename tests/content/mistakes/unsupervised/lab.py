# %% [markdown]
# # Anomalies, recommendations, clusters

# %%
import numpy as np


# %% exercise="select_threshold"
def select_threshold(y_val, p_val):
    """Of 1000 thresholds from the least to the largest p_val, the one with the best F1 for p_val < epsilon; and F1."""
    ### BEGIN SOLUTION
    best_epsilon = 0
    best_F1 = 0
    step_size = (max(p_val) - min(p_val)) / 1000
    for epsilon in np.arange(min(p_val), max(p_val), step_size):
        predictions = p_val < epsilon
        tp = np.sum((predictions == 1) & (y_val == 1))
        fp = np.sum((predictions == 1) & (y_val == 0))
        fn = np.sum((predictions == 0) & (y_val == 1))
        if tp == 0:
            continue
        prec = tp / (tp + fp)
        rec = tp / (tp + fn)
        F1 = 2 * prec * rec / (prec + rec)
        if F1 > best_F1:
            best_F1 = F1
            best_epsilon = epsilon
    ### END SOLUTION
    return best_epsilon, best_F1


# %% exercise="cofi_cost_func"
def cofi_cost_func(X, W, b, Y, R, lambda_):
    """Half the squared errors of X Wᵀ + b where R is 1, plus lambda_ / 2 times the squares of W and of X.

    X is (movies, n), W (users, n), b (1, users), Y and R (movies, users).
    """
    ### BEGIN SOLUTION
    nm, nu = Y.shape
    J = 0
    for j in range(nu):
        w = W[j, :]
        b_j = b[0, j]
        for i in range(nm):
            x = X[i, :]
            y = Y[i, j]
            r = R[i, j]
            J += np.square(r * (np.dot(w, x) + b_j - y))
    J = J / 2
    J += lambda_ / 2 * (np.sum(np.square(W)) + np.sum(np.square(X)))
    ### END SOLUTION
    return J


# %% exercise="cofiCostFunc"
def cofiCostFunc(X, Theta, Y, R):
    """The slope of half the squared errors of X Thetaᵀ, where R is 1, along X. X is (movies, n), Theta (users, n)."""
    ### BEGIN SOLUTION
    X_grad = np.zeros(X.shape)
    for i in range(X.shape[0]):
        idx = np.where(R[i, :] == 1)[0]
        error = X[i, :] @ Theta[idx, :].T - Y[i, idx]
        X_grad[i, :] = error @ Theta[idx, :]
    ### END SOLUTION
    return X_grad


# %% exercise="findClosestCentroids"
def findClosestCentroids(points, centroids):
    """For each row of points (m, n) the number of the nearest centroid (k, n); shape (m,)."""
    ### BEGIN SOLUTION
    idx = np.zeros(points.shape[0], dtype=int)
    for i in range(points.shape[0]):
        point = points[i]
        distances = np.sum((centroids - point) ** 2, axis=1)
        idx[i] = np.argmin(distances)
    ### END SOLUTION
    return idx
