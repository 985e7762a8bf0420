# %% [markdown]
# # Attention, and a few first steps with tensors

# %%
import numpy as np


# %%
def cross_entropy(labels, logits):
    """The loss of each example: rows are examples, columns are classes."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -np.sum(labels * log_p, axis=1)


# %% exercise="scaled_dot_product_attention"
def scaled_dot_product_attention(q, k, v):
    """softmax(q kᵀ / sqrt(d_k)) v and the weights; d_k is the length of a key (a row of k)."""
    ### BEGIN SOLUTION
    scores = np.matmul(q, k.T)
    dk = k.shape[-1]
    scaled = scores / np.sqrt(dk)
    e = np.exp(scaled - np.max(scaled, axis=-1, keepdims=True))
    weights = e / np.sum(e, axis=-1, keepdims=True)
    output = np.matmul(weights, v)
    ### END SOLUTION
    return output, weights


# %% exercise="linear_function"
def linear_function():
    """WX + b with X (3, 1), W (4, 3) and b (4, 1), drawn with np.random.randn in this order."""
    ### BEGIN SOLUTION
    X = np.random.randn(3, 1)
    W = np.random.randn(4, 3)
    b = np.random.randn(4, 1)
    Y = np.dot(W, X) + b
    ### END SOLUTION
    return Y


# %% exercise="compute_total_loss"
def compute_total_loss(logits, labels):
    """The sum of the examples' losses. Here examples lie in columns; cross_entropy wants them in rows."""
    ### BEGIN SOLUTION
    total_loss = np.sum(cross_entropy(labels.T, logits.T))
    ### END SOLUTION
    return total_loss
