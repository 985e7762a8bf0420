# %% [markdown]
# # How training begins, is held back, and is checked

# %%
import numpy as np


# %%
def relu(Z):
    """The larger of 0 and Z."""
    return np.maximum(0, Z)


# %%
def sigmoid(Z):
    """1 / (1 + e^-Z)."""
    return 1 / (1 + np.exp(-Z))


# %%
def cost_of(theta, x, y):
    """A cost to measure slopes of: half the squared error of theta[0] * x, squared by theta[1]."""
    return 0.5 * (theta[0] * x + theta[1] ** 2 - y) ** 2


# %% exercise="initialize_parameters_zeros"
def initialize_parameters_zeros(layers_dims):
    """W1, b1, …, all zeros: Wl is (n_l, n_(l-1)), bl is (n_l, 1)."""
    ### BEGIN SOLUTION
    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters["W" + str(l)] = np.zeros((layers_dims[l], layers_dims[l - 1]))
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    ### END SOLUTION
    return parameters


# %% exercise="initialize_parameters_he"
def initialize_parameters_he(layers_dims):
    """W1, W2, … from randn times sqrt(2 / n_(l-1)); b1, b2, … zeros of shape (n_l, 1)."""
    ### BEGIN SOLUTION
    parameters = {}
    for l in range(1, len(layers_dims)):
        scale = np.sqrt(2 / layers_dims[l - 1])
        parameters["W" + str(l)] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * scale
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    ### END SOLUTION
    return parameters


# %% exercise="forward_propagation_with_dropout"
def forward_propagation_with_dropout(X, parameters, keep_prob):
    """The output A2. Each hidden activation is kept where np.random.rand(*A1.shape) < keep_prob, and divided by it."""
    ### BEGIN SOLUTION
    W1, b1, W2, b2 = parameters["W1"], parameters["b1"], parameters["W2"], parameters["b2"]
    Z1 = np.dot(W1, X) + b1
    A1 = relu(Z1)
    D1 = np.random.rand(A1.shape[0], A1.shape[1])
    D1 = D1 < keep_prob
    A1 = A1 * D1
    A1 = A1 / keep_prob
    Z2 = np.dot(W2, A1) + b2
    A2 = sigmoid(Z2)
    ### END SOLUTION
    return A2


# %% exercise="gradient_check"
def gradient_check(theta, grad, x, y, epsilon=1e-5):
    """How far grad is from the slope of cost_of measured by moving each entry of theta by epsilon both ways:

    norm(grad - gradapprox) / (norm(grad) + norm(gradapprox)).
    """
    ### BEGIN SOLUTION
    gradapprox = np.zeros(theta.shape)
    for i in range(theta.shape[0]):
        plus = theta.copy()
        plus[i] = plus[i] + epsilon
        minus = theta.copy()
        minus[i] = minus[i] - epsilon
        gradapprox[i] = (cost_of(plus, x, y) - cost_of(minus, x, y)) / (2 * epsilon)
    numerator = np.linalg.norm(grad - gradapprox)
    denominator = np.linalg.norm(grad) + np.linalg.norm(gradapprox)
    difference = numerator / denominator
    ### END SOLUTION
    return difference


# %% exercise="backward_propagation_n"
def backward_propagation_n(X, Y, cache):
    """The gradients {"dW1", "db1", "dW2", "db2"} of a network of ReLU and sigmoid; cache is (Z1, A1, W2, A2)."""
    ### BEGIN SOLUTION
    m = X.shape[1]
    Z1, A1, W2, A2 = cache
    dZ2 = A2 - Y
    dW2 = 1.0 / m * np.dot(dZ2, A1.T)
    db2 = 1.0 / m * np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = np.multiply(dA1, np.int64(A1 > 0))
    dW1 = 1.0 / m * np.dot(dZ1, X.T)
    db1 = 1.0 / m * np.sum(dZ1, axis=1, keepdims=True)
    ### END SOLUTION
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
