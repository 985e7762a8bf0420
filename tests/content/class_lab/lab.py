# %% [markdown]
# # A lab of classes

# %%
import numpy as np


# %% exercise="Linear"
class Linear:
    """A layer that computes X W + b, and the gradients of its parameters.

    `Linear(n_in, n_out, seed)` draws W of shape (n_in, n_out) from the generator of that seed; b is zeros.
    """

    def __init__(self, n_in, n_out, seed=0):
        """Draw the parameters."""
        ### BEGIN SOLUTION
        self.W = np.random.default_rng(seed).normal(size=(n_in, n_out)) / np.sqrt(n_in)
        self.b = np.zeros(n_out)
        ### END SOLUTION

    def forward(self, X):
        """The output, one row per example."""
        ### BEGIN SOLUTION
        self.X = X
        return X @ self.W + self.b
        ### END SOLUTION

    def backward(self, d_out):
        """Keep dW and db; return the gradient of the input."""
        ### BEGIN SOLUTION
        self.dW = self.X.T @ d_out
        self.db = d_out.sum(axis=0)
        return d_out @ self.W.T
        ### END SOLUTION

    def __len__(self):
        """How many numbers are learned."""
        ### BEGIN SOLUTION
        return self.W.size + self.b.size
        ### END SOLUTION


# %% exercise="SGD"
class SGD:
    """Steps against the gradient, with momentum: `velocity = momentum * velocity - lr * gradient`."""

    def __init__(self, lr, momentum=0.0):
        """Remember the settings."""
        ### BEGIN SOLUTION
        self.lr, self.momentum = lr, momentum
        self.velocity = {}
        ### END SOLUTION

    def step(self, layer):
        """Move W and b of a layer."""
        ### BEGIN SOLUTION
        for name in ("W", "b"):
            gradient = getattr(layer, "d" + name)
            velocity = self.momentum * self.velocity.get(name, 0.0) - self.lr * gradient
            self.velocity[name] = velocity
            setattr(layer, name, getattr(layer, name) + velocity)
        ### END SOLUTION


# %% exercise="train"
def train(X, y, steps):
    """Fit a line to X and y. Returns the layer and the list of mean squared errors, one per step."""
    ### BEGIN SOLUTION
    layer, optimizer = Linear(X.shape[1], 1), SGD(0.1, 0.5)
    losses = []
    for _ in range(steps):
        error = layer.forward(X) - y
        losses.append(float(np.mean(error**2)))
        layer.backward(2 * error / len(X))
        optimizer.step(layer)
    return layer, losses
    ### END SOLUTION


# %% exercise="classify"
def classify(X, labels, X_new):
    """Labels 0 or 1 for new rows, by the nearer of the two means of the rows that have labels."""
    ### BEGIN SOLUTION
    means = [X[labels == label].mean(axis=0) for label in (0, 1)]
    distances = [((X_new - mean) ** 2).sum(axis=1) for mean in means]
    return (distances[1] < distances[0]).astype(int)
    ### END SOLUTION
