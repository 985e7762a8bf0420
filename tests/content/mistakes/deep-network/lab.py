# %% [markdown]
# # A deep network, step by step
#
# Examples lie in columns. All layers use ReLU but the last, which uses the sigmoid.

# %%
import numpy as np


# %%
def sigmoid(Z):
    """The sigmoid, and Z as its cache."""
    return 1 / (1 + np.exp(-Z)), Z


# %%
def relu(Z):
    """The larger of 0 and Z, and Z as its cache."""
    return np.maximum(0, Z), Z


# %%
def relu_backward(dA, cache):
    """dZ of a ReLU whose cache is Z."""
    return np.where(cache > 0, dA, 0.0)


# %%
def sigmoid_backward(dA, cache):
    """dZ of a sigmoid whose cache is Z."""
    s = 1 / (1 + np.exp(-cache))
    return dA * s * (1 - s)


# %%
def linear_forward(A, W, b):
    """Z = WA + b, and (A, W, b) as its cache."""
    return np.dot(W, A) + b, (A, W, b)


# %%
def linear_activation_forward(A_prev, W, b, activation):
    """The output of one layer, and its two caches."""
    Z, linear_cache = linear_forward(A_prev, W, b)
    A, activation_cache = sigmoid(Z) if activation == "sigmoid" else relu(Z)
    return A, (linear_cache, activation_cache)


# %% exercise="L_model_forward"
def L_model_forward(X, parameters):
    """AL and the list of the layers' caches; parameters hold W1, b1, …, WL, bL."""
    ### BEGIN SOLUTION
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L):
        A_prev = A
        A, cache = linear_activation_forward(A_prev, parameters["W" + str(l)], parameters["b" + str(l)], "relu")
        caches.append(cache)
    AL, cache = linear_activation_forward(A, parameters["W" + str(L)], parameters["b" + str(L)], "sigmoid")
    caches.append(cache)
    ### END SOLUTION
    return AL, caches


# %% exercise="compute_cost"
def compute_cost(AL, Y):
    """The mean cross-entropy of AL (1, m) and Y (1, m), a number."""
    ### BEGIN SOLUTION
    m = Y.shape[1]
    cost = -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m
    cost = np.squeeze(cost)
    ### END SOLUTION
    return cost


# %% exercise="linear_backward"
def linear_backward(dZ, cache):
    """dA_prev, dW and db of a linear layer, each in the shape of what it belongs to; the cache is (A_prev, W, b)."""
    ### BEGIN SOLUTION
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = np.dot(dZ, A_prev.T) / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    dA_prev = np.dot(W.T, dZ)
    ### END SOLUTION
    return dA_prev, dW, db


# %%
def linear_activation_backward(dA, cache, activation):
    """dA_prev, dW and db of one layer."""
    linear_cache, activation_cache = cache
    dZ = sigmoid_backward(dA, activation_cache) if activation == "sigmoid" else relu_backward(dA, activation_cache)
    return linear_backward(dZ, linear_cache)


# %% exercise="L_model_backward"
def L_model_backward(AL, Y, caches):
    """The gradients dA0, …, dA(L-1), dW1, db1, …, dWL, dbL as a dictionary."""
    ### BEGIN SOLUTION
    grads = {}
    L = len(caches)
    dAL = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    dA_prev, dW, db = linear_activation_backward(dAL, caches[L - 1], "sigmoid")
    grads["dA" + str(L - 1)] = dA_prev
    grads["dW" + str(L)] = dW
    grads["db" + str(L)] = db
    for l in reversed(range(L - 1)):
        current_cache = caches[l]
        dA_prev, dW, db = linear_activation_backward(grads["dA" + str(l + 1)], current_cache, "relu")
        grads["dA" + str(l)] = dA_prev
        grads["dW" + str(l + 1)] = dW
        grads["db" + str(l + 1)] = db
    ### END SOLUTION
    return grads


# %% exercise="update_parameters"
def update_parameters(params, grads, learning_rate):
    """The parameters after one step; those handed in stay as they are."""
    ### BEGIN SOLUTION
    parameters = params.copy()
    L = len(parameters) // 2
    for l in range(L):
        parameters["W" + str(l + 1)] = parameters["W" + str(l + 1)] - learning_rate * grads["dW" + str(l + 1)]
        parameters["b" + str(l + 1)] = parameters["b" + str(l + 1)] - learning_rate * grads["db" + str(l + 1)]
    ### END SOLUTION
    return parameters


# %% exercise="L_layer_model"
def L_layer_model(X, Y, parameters, learning_rate, num_iterations):
    """Train from these parameters. Returns the parameters and the list of costs, one before each step."""
    ### BEGIN SOLUTION
    costs = []
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        cost = compute_cost(AL, Y)
        grads = L_model_backward(AL, Y, caches)
        parameters = update_parameters(parameters, grads, learning_rate)
        costs.append(cost)
    ### END SOLUTION
    return parameters, costs
