# %% [markdown]
# # Better ways down: Adam and mini-batches

# %%
import math

import numpy as np


# %% exercise="update_parameters_with_adam"
def update_parameters_with_adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon):
    """One step of Adam, the t-th. Returns parameters, v, s; what is handed in stays as it is.

    v and s have the keys of grads ("dW1", …); the step is v_corrected / (sqrt(s_corrected) + epsilon).
    """
    ### BEGIN SOLUTION
    parameters, v, s = dict(parameters), dict(v), dict(s)
    v_corrected, s_corrected = {}, {}
    for key in grads:
        v[key] = beta1 * v[key] + (1 - beta1) * grads[key]
        v_corrected[key] = v[key] / (1 - beta1**t)
        s[key] = beta2 * s[key] + (1 - beta2) * np.square(grads[key])
        s_corrected[key] = s[key] / (1 - beta2**t)
        step = v_corrected[key] / (np.sqrt(s_corrected[key]) + epsilon)
        parameters[key[1:]] = parameters[key[1:]] - learning_rate * step
    ### END SOLUTION
    return parameters, v, s


# %% exercise="random_mini_batches"
def random_mini_batches(X, Y, mini_batch_size):
    """A list of (X, Y) batches of examples in columns, shuffled by np.random.permutation; the last may be smaller."""
    ### BEGIN SOLUTION
    m = X.shape[1]
    mini_batches = []
    permutation = list(np.random.permutation(m))
    shuffled_X = X[:, permutation]
    shuffled_Y = Y[:, permutation]
    num_complete = math.floor(m / mini_batch_size)
    for k in range(num_complete):
        mini_batch_X = shuffled_X[:, k * mini_batch_size : (k + 1) * mini_batch_size]
        mini_batch_Y = shuffled_Y[:, k * mini_batch_size : (k + 1) * mini_batch_size]
        mini_batches.append((mini_batch_X, mini_batch_Y))
    if m % mini_batch_size != 0:
        mini_batch_X = shuffled_X[:, num_complete * mini_batch_size :]
        mini_batch_Y = shuffled_Y[:, num_complete * mini_batch_size :]
        mini_batches.append((mini_batch_X, mini_batch_Y))
    ### END SOLUTION
    return mini_batches
