# %% [markdown]
# # One neuron
#
# Examples lie in columns: X is (n, m), Y is (1, m).

# %%
import numpy as np


# %%
def sigmoid(z):
    """1 / (1 + e^-z)."""
    return 1 / (1 + np.exp(-z))


# %%
def initialize_with_zeros(dim):
    """Zeros of shape (dim, 1), and 0.0."""
    return np.zeros((dim, 1)), 0.0


# %% exercise="propagate"
def propagate(w, b, X, Y):
    """The cost (mean cross-entropy, a number) of the neuron, and its gradients {"dw": (n, 1), "db": number}."""
    ### BEGIN SOLUTION
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    dw = np.dot(X, (A - Y).T) / m
    db = np.sum(A - Y) / m
    ### END SOLUTION
    return {"dw": dw, "db": db}, cost


# %% exercise="optimize"
def optimize(w, b, X, Y, num_iterations, learning_rate):
    """Step down num_iterations times. Returns ({"w", "b"}, {"dw", "db"}) with the last gradients taken."""
    ### BEGIN SOLUTION
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        dw = grads["dw"]
        db = grads["db"]
        w = w - learning_rate * dw
        b = b - learning_rate * db
    params = {"w": w, "b": b}
    grads = {"dw": dw, "db": db}
    ### END SOLUTION
    return params, grads


# %% exercise="model"
def model(X_train, Y_train, num_iterations, learning_rate):
    """Start at zeros and optimise. Returns {"w": (n, 1), "b": number}."""
    ### BEGIN SOLUTION
    w, b = initialize_with_zeros(X_train.shape[0])
    params, grads = optimize(w, b, X_train, Y_train, num_iterations, learning_rate)
    ### END SOLUTION
    return params
