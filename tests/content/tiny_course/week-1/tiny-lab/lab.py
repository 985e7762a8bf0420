# %% [markdown]
# # A tiny lab
#
# Four functions.

# %% [markdown] guided-only
# Take your time.

# %%
import numpy as np

SCALE = 2.0


# %% [markdown]
# ## Squash


# %% exercise="squash"
def squash(z):
    """Squash numbers into the interval from 0 to 1.

    Parameters
    ----------
    z : number or array
        Any real value.

    Returns
    -------
    number or array of the shape of z
    """
    ### BEGIN SOLUTION
    # Step 1: e to the minus z.
    e = np.exp(-z)
    # Step 2: one over one plus that.
    s = 1 / (1 + e)
    ### END SOLUTION
    return s


# %% expect name="squash-at-zero"
print("squash(0) =", squash(0.0))


# %% exercise="measure"
def measure(w, X, Y):
    """Mean squared distance of squash(wᵀX) from Y, and its gradient for a linear squash.

    Returns a dictionary with the key "dw" of shape (n, 1), and the mean as a number.
    """
    m = X.shape[1]
    ### BEGIN SOLUTION
    # Step 1: predict.
    A = squash(np.dot(w.T, X))
    # Step 2: the mean and its slope.
    mean = np.sum((A - Y) ** 2) / m
    dw = 2 * np.dot(X, (A - Y).T) / m
    ### END SOLUTION
    return {"dw": dw}, mean


# %% exercise="descend"
def descend(start, steps, rate):
    """Walk `steps` steps down the parabola x² from `start`; returns the list of places after each step."""
    places = []
    x = start
    ### BEGIN SOLUTION
    for _ in range(steps):
        # Step against the slope 2x.
        x = x - rate * 2 * x
        places.append(x)
    ### END SOLUTION
    return places


# %% exercise="Counter"
class Counter:
    """Counts how often it was called.

    `Counter(start)()` is start + 1.
    """

    def __init__(self, start):
        """Begin at start."""
        ### BEGIN SOLUTION
        self.value = start
        ### END SOLUTION

    def __call__(self):
        """Count one more, and return the count."""
        ### BEGIN SOLUTION
        self.value += 1
        return self.value
        ### END SOLUTION


# %% [markdown]
# ## The numbers

# %% expect
print("The numbers:", np.sort(np.loadtxt("numbers.txt")) * SCALE)
