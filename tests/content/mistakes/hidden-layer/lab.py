# %% [markdown]
# # A network with one hidden layer
#
# Examples lie in columns. The hidden layer squashes with tanh, the output with the sigmoid.

# %%
import numpy as np


# %%
def sigmoid(z):
    """1 / (1 + e^-z)."""
    return 1 / (1 + np.exp(-z))


# %% exercise="initialize_parameters"
def initialize_parameters(n_x, n_h, n_y):
    """W1 (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h), b2 (n_y, 1): W1, then W2, from randn times 0.01; biases zero."""
    ### BEGIN SOLUTION
    W1 = np.random.randn(n_h, n_x) * 0.01
    b1 = np.zeros((n_h, 1))
    W2 = np.random.randn(n_y, n_h) * 0.01
    b2 = np.zeros((n_y, 1))
    ### END SOLUTION
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


# %% exercise="forward_propagation"
def forward_propagation(X, parameters):
    """A2 and the cache {"Z1", "A1", "Z2", "A2"}."""
    ### BEGIN SOLUTION
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    Z1 = np.dot(W1, X) + b1
    A1 = np.tanh(Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = sigmoid(Z2)
    ### END SOLUTION
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


# %% exercise="backward_propagation"
def backward_propagation(parameters, cache, X, Y):
    """The gradients {"dW1", "db1", "dW2", "db2"} of the mean cross-entropy, from A1 and A2 of the cache."""
    ### BEGIN SOLUTION
    m = X.shape[1]
    W1 = parameters["W1"]
    W2 = parameters["W2"]
    A1 = cache["A1"]
    A2 = cache["A2"]
    dZ2 = A2 - Y
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = np.dot(W2.T, dZ2) * (1 - np.power(A1, 2))
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    ### END SOLUTION
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


# %% exercise="update_parameters"
def update_parameters(parameters, grads, learning_rate):
    """The parameters after one step; those handed in stay as they are."""
    ### BEGIN SOLUTION
    W1 = parameters["W1"]
    b1 = parameters["b1"]
    W2 = parameters["W2"]
    b2 = parameters["b2"]
    W1 = W1 - learning_rate * grads["dW1"]
    b1 = b1 - learning_rate * grads["db1"]
    W2 = W2 - learning_rate * grads["dW2"]
    b2 = b2 - learning_rate * grads["db2"]
    ### END SOLUTION
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
