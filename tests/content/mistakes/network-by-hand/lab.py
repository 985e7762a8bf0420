# %% [markdown]
# # A network by hand
#
# Examples lie in rows; each layer's parameters hold the bias in column 0.

# %%
import numpy as np


# %%
def sigmoid(z):
    """1 / (1 + e^-z)."""
    return 1 / (1 + np.exp(-z))


# %% exercise="predict"
def predict(Theta1, Theta2, X):
    """For each row of X (m, n) the most likely class, counted from 0. A bias of 1 goes before each layer's input."""
    ### BEGIN SOLUTION
    m = X.shape[0]
    a1 = np.concatenate([np.ones((m, 1)), X], axis=1)
    z2 = a1 @ Theta1.T
    a2 = np.concatenate([np.ones((m, 1)), sigmoid(z2)], axis=1)
    p = np.argmax(sigmoid(a2 @ Theta2.T), axis=1)
    ### END SOLUTION
    return p


# %% exercise="nnCostFunction"
def nnCostFunction(Theta1, Theta2, X, Y, lambda_):
    """The cost and the gradients of a network with one hidden layer. Y (m, k) is one-hot.

    The cross-entropy is summed over the classes and averaged over the examples; lambda_ / 2m times the squares of all
    weights is added, biases left out. Returns J, Theta1_grad, Theta2_grad.
    """
    ### BEGIN SOLUTION
    m = X.shape[0]
    a1 = np.column_stack((np.ones(m), X))
    z2 = a1 @ Theta1.T
    a2 = np.column_stack((np.ones(m), sigmoid(z2)))
    H = sigmoid(a2 @ Theta2.T)
    J = -np.sum(Y * np.log(H) + (1 - Y) * np.log(1 - H)) / m
    J = J + lambda_ / (2 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))
    d3 = H - Y
    d2 = (d3 @ Theta2[:, 1:]) * sigmoid(z2) * (1 - sigmoid(z2))
    reg1 = np.c_[np.zeros((Theta1.shape[0], 1)), Theta1[:, 1:]]
    reg2 = np.c_[np.zeros((Theta2.shape[0], 1)), Theta2[:, 1:]]
    Theta1_grad = d2.T @ a1 / m + lambda_ / m * reg1
    Theta2_grad = d3.T @ a2 / m + lambda_ / m * reg2
    ### END SOLUTION
    return J, Theta1_grad, Theta2_grad


# %% exercise="my_dense_v"
def my_dense_v(A_in, W, b, g):
    """A dense layer for a batch: g(A_in W + b). A_in (m, n), W (n, j), b (1, j); g is "sigmoid" or "linear"."""
    ### BEGIN SOLUTION
    z = np.matmul(A_in, W) + b
    A_out = sigmoid(z) if g == "sigmoid" else z
    ### END SOLUTION
    return A_out
