# %% [markdown]
# # Recurrent networks, step by step
#
# x is (n_x, m, T_x), a is (n_a, m, T_x).

# %%
import numpy as np


# %%
def softmax(x):
    """Each column made a distribution."""
    e = np.exp(x - np.max(x, axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)


# %%
def sigmoid(x):
    """1 / (1 + e^-x)."""
    return 1 / (1 + np.exp(-x))


# %%
def rnn_cell_backward(da_next, cache):
    """The gradients of one step, whose cache is (a_next, a_prev, xt, parameters)."""
    a_next, a_prev, xt, parameters = cache
    dz = (1 - a_next**2) * da_next
    return {
        "dxt": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"].T @ dz,
        "dWax": dz @ xt.T,
        "dWaa": dz @ a_prev.T,
        "dba": dz.sum(axis=1, keepdims=True),
    }


# %% exercise="rnn_cell_forward"
def rnn_cell_forward(xt, a_prev, parameters):
    """a_next = tanh(Waa a_prev + Wax xt + ba) and yt_pred = softmax(Wya a_next + by)."""
    ### BEGIN SOLUTION
    Wax = parameters["Wax"]
    Waa = parameters["Waa"]
    Wya = parameters["Wya"]
    ba = parameters["ba"]
    by = parameters["by"]
    a_next = np.tanh(np.dot(Wax, xt) + np.dot(Waa, a_prev) + ba)
    yt_pred = softmax(np.dot(Wya, a_next) + by)
    ### END SOLUTION
    return a_next, yt_pred


# %% exercise="rnn_forward"
def rnn_forward(x, a0, parameters):
    """All hidden states a (n_a, m, T_x) and predictions (n_y, m, T_x), from the state a0."""
    ### BEGIN SOLUTION
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wya"].shape
    a = np.zeros((n_a, m, T_x))
    y_pred = np.zeros((n_y, m, T_x))
    a_next = a0
    for t in range(T_x):
        a_next, yt_pred = rnn_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt_pred
    ### END SOLUTION
    return a, y_pred


# %% exercise="rnn_backward"
def rnn_backward(da, caches):
    """The gradients {"dx", "da0", "dWax", "dWaa", "dba"}; caches holds one (a_next, a_prev, xt, parameters) a step."""
    ### BEGIN SOLUTION
    n_a, m, T_x = da.shape
    n_x = caches[0][2].shape[0]
    dx = np.zeros((n_x, m, T_x))
    dWax = np.zeros((n_a, n_x))
    dWaa = np.zeros((n_a, n_a))
    dba = np.zeros((n_a, 1))
    da_prevt = np.zeros((n_a, m))
    for t in reversed(range(T_x)):
        gradients = rnn_cell_backward(da[:, :, t] + da_prevt, caches[t])
        da_prevt = gradients["da_prev"]
        dx[:, :, t] = gradients["dxt"]
        dWax += gradients["dWax"]
        dWaa += gradients["dWaa"]
        dba += gradients["dba"]
    da0 = da_prevt
    ### END SOLUTION
    return {"dx": dx, "da0": da0, "dWax": dWax, "dWaa": dWaa, "dba": dba}


# %% exercise="lstm_cell_forward"
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    """a_next and c_next of an LSTM cell with the gates f, i, o and the candidate c: Wf, bf, Wi, bi, Wc, bc, Wo, bo."""
    ### BEGIN SOLUTION
    Wf, bf = parameters["Wf"], parameters["bf"]
    Wi, bi = parameters["Wi"], parameters["bi"]
    Wc, bc = parameters["Wc"], parameters["bc"]
    Wo, bo = parameters["Wo"], parameters["bo"]
    concat = np.concatenate([a_prev, xt], axis=0)
    ft = sigmoid(np.dot(Wf, concat) + bf)
    it = sigmoid(np.dot(Wi, concat) + bi)
    cct = np.tanh(np.dot(Wc, concat) + bc)
    c_next = ft * c_prev + it * cct
    ot = sigmoid(np.dot(Wo, concat) + bo)
    a_next = ot * np.tanh(c_next)
    ### END SOLUTION
    return a_next, c_next


# %% exercise="lstm_forward"
def lstm_forward(x, a0, parameters):
    """All a and c (n_a, m, T_x), from a0 and a cell state of zeros."""
    ### BEGIN SOLUTION
    n_x, m, T_x = x.shape
    n_a = a0.shape[0]
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    a_next = a0
    c_next = np.zeros((n_a, m))
    for t in range(T_x):
        a_next, c_next = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
    ### END SOLUTION
    return a, c


# %% exercise="lstm_cell_backward"
def lstm_cell_backward(da_next, dc_next, cache):
    """The gradients {"da_prev", "dWf", "dWo", "dbo"} of a cell.

    cache is (a_next, c_next, a_prev, c_prev, f, i, cc, o, xt, parameters).
    """
    ### BEGIN SOLUTION
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = a_next.shape[0]
    Wf, Wi, Wc, Wo = parameters["Wf"], parameters["Wi"], parameters["Wc"], parameters["Wo"]
    concat = np.concatenate([a_prev, xt], axis=0)
    dc = dc_next + da_next * ot * (1 - np.tanh(c_next) ** 2)
    dot = da_next * np.tanh(c_next) * ot * (1 - ot)
    dcct = dc * it * (1 - cct**2)
    dit = dc * cct * it * (1 - it)
    dft = dc * c_prev * ft * (1 - ft)
    dWf = np.dot(dft, concat.T)
    dWo = np.dot(dot, concat.T)
    dbo = np.sum(dot, axis=1, keepdims=True)
    da_prev = np.dot(Wf[:, :n_a].T, dft) + np.dot(Wi[:, :n_a].T, dit)
    da_prev = da_prev + np.dot(Wc[:, :n_a].T, dcct) + np.dot(Wo[:, :n_a].T, dot)
    ### END SOLUTION
    return {"da_prev": da_prev, "dWf": dWf, "dWo": dWo, "dbo": dbo}


# %% exercise="sample"
def sample(parameters, length):
    """length indices of a character network, each drawn with np.random.choice by softmax(Wya a + by).

    a begins at zeros (n_a, 1), x at zeros (vocab, 1); then x is the one-hot column of what was drawn.
    """
    ### BEGIN SOLUTION
    Waa, Wax, Wya = parameters["Waa"], parameters["Wax"], parameters["Wya"]
    by, b = parameters["by"], parameters["b"]
    vocab_size, n_a = Wya.shape
    x = np.zeros((vocab_size, 1))
    a = np.zeros((n_a, 1))
    indices = []
    for counter in range(length):
        a = np.tanh(np.dot(Wax, x) + np.dot(Waa, a) + b)
        y = softmax(np.dot(Wya, a) + by)
        idx = np.random.choice(range(vocab_size), p=y.ravel())
        indices.append(int(idx))
        x = np.zeros((vocab_size, 1))
        x[idx] = 1
    ### END SOLUTION
    return indices
