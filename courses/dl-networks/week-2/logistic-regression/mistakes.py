"""Wrong versions of the six functions that learners really write, each with the sentence that explains it.

Products whose sizes do not fit are not among those of ``propagate``: the exception knows the place better.
"""

from __future__ import annotations

import math

import numpy as np

from gradus.grading.checks import mistake

# -- The right parts, for the mistakes to go wrong in one place only ------------------------------


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


def _probability(w, b, X):
    return _sigmoid(np.dot(w.T, X) + b)


def _cost(A, Y):
    return -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / Y.shape[1]


def _gradient(A, X, Y):
    return {"dw": np.dot(X, (A - Y).T) / X.shape[1], "db": np.sum(A - Y) / X.shape[1]}


def _propagate(w, b, X, Y):
    A = _probability(w, b, X)
    return _gradient(A, X, Y), _cost(A, Y)


def _optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009):
    costs, grads = [], {}
    for i in range(num_iterations):
        grads, cost = _propagate(w, b, X, Y)
        w, b = w - learning_rate * grads["dw"], b - learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(cost)
    return {"w": w, "b": b}, grads, costs


def _predict(w, b, X):
    return (_probability(w, b, X) > 0.5).astype(int)


def _results(w, b, costs, on_test, on_train, num_iterations, learning_rate):
    return {
        "costs": costs,
        "Y_prediction_test": on_test,
        "Y_prediction_train": on_train,
        "w": w,
        "b": b,
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
    }


def _model(X_train, Y_train, X_test, num_iterations, learning_rate, *, start=0.0):
    params, _, costs = _optimize(
        np.full((X_train.shape[0], 1), start), 0.0, X_train, Y_train, num_iterations, learning_rate
    )
    w, b = params["w"], params["b"]
    return _results(w, b, costs, _predict(w, b, X_test), _predict(w, b, X_train), num_iterations, learning_rate)


# -- sigmoid ----------------------------------------------------------------------------------


@mistake(
    "sigmoid",
    "math-exp",
    "math.exp takes one number at a time and cannot take an array. NumPy has a function of the same name that can.",
)
def sigmoid_math_exp(z):
    return 1 / (1 + math.exp(-z))


@mistake(
    "sigmoid",
    "missing-minus",
    "The exponent has the wrong sign: large scores come out near 0 and small ones near 1. Look at the sign of z "
    "inside the exponential.",
)
def sigmoid_missing_minus(z):
    return 1 / (1 + np.exp(z))


@mistake(
    "sigmoid",
    "parentheses",
    "The division covers only the 1, not the whole sum below the line. Put the denominator in parentheses.",
)
def sigmoid_parentheses(z):
    return 1 / 1 + np.exp(-z)


@mistake(
    "sigmoid",
    "normalised-by-sum",
    "The entries are divided by their sum, which makes them depend on each other. Each sigmoid depends on its own "
    "score alone.",
)
def sigmoid_normalised_by_sum(z):
    return np.exp(z) / np.sum(np.exp(z))


@mistake(
    "sigmoid",
    "matrix-division",
    "This inverts a matrix. The formula divides each entry by itself alone, which in NumPy is an ordinary division.",
)
def sigmoid_matrix_division(z):
    return np.linalg.pinv(1 + np.exp(-z))


@mistake("sigmoid", "tanh", "This is the hyperbolic tangent, which runs from −1 to 1. The sigmoid runs from 0 to 1.")
def sigmoid_tanh(z):
    return np.tanh(z)


# -- initialize_with_zeros --------------------------------------------------------------------


@mistake(
    "initialize_with_zeros",
    "one-axis",
    "w has one axis only, shape (dim,), and is neither a row nor a column. Give the shape as a tuple of two sizes.",
)
def zeros_one_axis(dim):
    return np.zeros(dim), 0.0


@mistake(
    "initialize_with_zeros",
    "row",
    "w is a row of shape (1, dim). One weight per row makes a column: swap the two sizes.",
)
def zeros_row(dim):
    return np.zeros((1, dim)), 0.0


@mistake(
    "initialize_with_zeros",
    "square",
    "w is a square of dim times dim zeros. A single neuron has one weight per feature: the second size is 1.",
)
def zeros_square(dim):
    return np.zeros((dim, dim)), 0.0


@mistake(
    "initialize_with_zeros",
    "bias-is-array",
    "b is an array. A single neuron has a single bias, and it is a plain number.",
)
def zeros_bias_is_array(dim):
    return np.zeros((dim, 1)), np.zeros((1, 1))


@mistake(
    "initialize_with_zeros",
    "bias-per-weight",
    "There is a bias for every weight. A single neuron has a single bias, and it is a plain number.",
)
def zeros_bias_per_weight(dim):
    return np.zeros((dim, 1)), np.zeros((dim, 1))


@mistake("initialize_with_zeros", "ones", "The weights are ones. This neuron starts from zeros.")
def zeros_ones(dim):
    return np.ones((dim, 1)), 0.0


@mistake(
    "initialize_with_zeros",
    "swapped",
    "The two results come in the wrong order: first the weights, then the bias.",
)
def zeros_swapped(dim):
    return 0.0, np.zeros((dim, 1))


# -- propagate --------------------------------------------------------------------------------


@mistake(
    "propagate",
    "cost-not-summed",
    "The cost is still one number per example. Add the losses up over the examples before you divide by m.",
)
def propagate_cost_not_summed(w, b, X, Y):
    A = _probability(w, b, X)
    return _gradient(A, X, Y), np.squeeze(-(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / X.shape[1])


@mistake(
    "propagate",
    "elementwise-times-transpose",
    "In the cost, a row is multiplied entry by entry with a column, and broadcasting makes an m × m table of that. "
    "Either leave out the transpose, or use the matrix product.",
)
def propagate_elementwise_times_transpose(w, b, X, Y):
    A = _probability(w, b, X)
    cost = -np.sum(Y * np.log(A).T + (1 - Y) * np.log(1 - A).T) / X.shape[1]
    return _gradient(A, X, Y), cost


@mistake(
    "propagate",
    "one-minus-log",
    "The second term of the cost subtracts the logarithm from 1. It should take the logarithm of 1 − a: look at the "
    "parentheses.",
)
def propagate_one_minus_log(w, b, X, Y):
    A = _probability(w, b, X)
    return _gradient(A, X, Y), -np.sum(Y * np.log(A) + (1 - Y) * (1 - np.log(A))) / X.shape[1]


@mistake(
    "propagate",
    "no-sigmoid",
    "The scores are used as if they were probabilities, so the cost takes logarithms of negative numbers. The "
    "sigmoid is missing between the two.",
)
def propagate_no_sigmoid(w, b, X, Y):
    A = np.dot(w.T, X) + b
    return _gradient(A, X, Y), _cost(A, Y)


@mistake(
    "propagate",
    "cost-is-error",
    "A − Y is the error, which the gradients need. The cost is the mean of the logarithmic losses.",
)
def propagate_cost_is_error(w, b, X, Y):
    A = _probability(w, b, X)
    return _gradient(A, X, Y), np.squeeze(A - Y)


@mistake("propagate", "cost-not-averaged", "The cost is the sum of the losses. Divide it by the number of examples.")
def propagate_cost_not_averaged(w, b, X, Y):
    A = _probability(w, b, X)
    return _gradient(A, X, Y), _cost(A, Y) * X.shape[1]


@mistake(
    "propagate",
    "cost-sign",
    "The cost is negative. Logarithms of probabilities are negative, and a minus before the sum turns them round.",
)
def propagate_cost_sign(w, b, X, Y):
    A = _probability(w, b, X)
    return _gradient(A, X, Y), -_cost(A, Y)


@mistake(
    "propagate",
    "sign-of-second-term",
    "The minus reaches only the first term of the cost. Both terms stand in the parentheses after it.",
)
def propagate_sign_of_second_term(w, b, X, Y):
    A = _probability(w, b, X)
    return _gradient(A, X, Y), np.sum(-Y * np.log(A) + (1 - Y) * np.log(1 - A)) / X.shape[1]


@mistake(
    "propagate",
    "second-term-missing",
    "The cost counts only the examples with label 1. The term for label 0 is missing.",
)
def propagate_second_term_missing(w, b, X, Y):
    A = _probability(w, b, X)
    return _gradient(A, X, Y), -np.sum(Y * np.log(A)) / X.shape[1]


@mistake(
    "propagate",
    "log-a-in-both-terms",
    "Both terms of the cost use the logarithm of a. The one for label 0 needs the probability of label 0.",
)
def propagate_log_a_in_both_terms(w, b, X, Y):
    A = _probability(w, b, X)
    return _gradient(A, X, Y), -np.sum(Y * np.log(A) + (1 - Y) * np.log(A)) / X.shape[1]


@mistake("propagate", "log-base-2", "The cost uses the logarithm to base 2. The contract asks for the natural one.")
def propagate_log_base_2(w, b, X, Y):
    A = _probability(w, b, X)
    return _gradient(A, X, Y), _cost(A, Y) / math.log(2)


@mistake("propagate", "log-base-10", "The cost uses the logarithm to base 10. The contract asks for the natural one.")
def propagate_log_base_10(w, b, X, Y):
    A = _probability(w, b, X)
    return _gradient(A, X, Y), _cost(A, Y) / math.log(10)


@mistake(
    "propagate",
    "squared-error",
    "This cost is the mean squared error. Logistic regression uses the logarithmic loss.",
)
def propagate_squared_error(w, b, X, Y):
    A = _probability(w, b, X)
    return _gradient(A, X, Y), np.mean((A - Y) ** 2)


@mistake("propagate", "dw-not-averaged", "dw is the sum over the examples. Divide it by their number.")
def propagate_dw_not_averaged(w, b, X, Y):
    A = _probability(w, b, X)
    return {"dw": np.dot(X, (A - Y).T), "db": np.mean(A - Y)}, _cost(A, Y)


@mistake("propagate", "db-not-averaged", "db is the sum over the examples. Divide it by their number.")
def propagate_db_not_averaged(w, b, X, Y):
    A = _probability(w, b, X)
    return {"dw": np.dot(X, (A - Y).T) / X.shape[1], "db": np.sum(A - Y)}, _cost(A, Y)


@mistake(
    "propagate",
    "nothing-averaged",
    "Cost, dw and db are sums over the examples. Divide each by their number, which is that of the columns: len(Y) "
    "counts rows, and there is one.",
)
def propagate_nothing_averaged(w, b, X, Y):
    A = _probability(w, b, X)
    return {"dw": np.dot(X, (A - Y).T), "db": np.sum(A - Y)}, _cost(A, Y) * X.shape[1]


@mistake(
    "propagate",
    "error-reversed",
    "Both gradients have the wrong sign, and the descent would climb. The error is predicted minus true.",
)
def propagate_error_reversed(w, b, X, Y):
    A = _probability(w, b, X)
    grads = _gradient(A, X, Y)
    return {"dw": -grads["dw"], "db": -grads["db"]}, _cost(A, Y)


@mistake(
    "propagate",
    "dw-is-row",
    "dw is a row of shape (1, n). The gradient has the shape of w, a column: turn the product round.",
)
def propagate_dw_is_row(w, b, X, Y):
    A = _probability(w, b, X)
    return {"dw": np.dot(A - Y, X.T) / X.shape[1], "db": np.mean(A - Y)}, _cost(A, Y)


@mistake(
    "propagate",
    "dw-elementwise",
    "dw multiplies X and the errors entry by entry and leaves a table of shape (n, m). It still has to be added up "
    "over the examples, which a matrix product does.",
)
def propagate_dw_elementwise(w, b, X, Y):
    A = _probability(w, b, X)
    return {"dw": X * (A - Y) / X.shape[1], "db": np.mean(A - Y)}, _cost(A, Y)


@mistake(
    "propagate",
    "dw-from-predictions",
    "dw is made of the predictions. It should be made of the errors, predictions minus labels.",
)
def propagate_dw_from_predictions(w, b, X, Y):
    A = _probability(w, b, X)
    return {"dw": np.dot(X, A.T) / X.shape[1], "db": np.mean(A - Y)}, _cost(A, Y)


@mistake(
    "propagate",
    "slope-counted-twice",
    "The errors are multiplied by the slope of the sigmoid once more. With this cost the slope has already "
    "cancelled: A − Y is all there is.",
)
def propagate_slope_counted_twice(w, b, X, Y):
    A = _probability(w, b, X)
    dZ = (A - Y) * A * (1 - A)
    return {"dw": np.dot(X, dZ.T) / X.shape[1], "db": np.mean(dZ)}, _cost(A, Y)


@mistake(
    "propagate",
    "bias-left-out",
    "The scores are computed without the bias. Add b before the sigmoid.",
)
def propagate_bias_left_out(w, b, X, Y):
    return _propagate(w, 0.0, X, Y)


@mistake(
    "propagate",
    "divided-by-features",
    "Everything is divided by the number of features. Examples are in columns, so m is the other size of X.",
)
def propagate_divided_by_features(w, b, X, Y):
    A = _probability(w, b, X)
    n = X.shape[0]
    return {"dw": np.dot(X, (A - Y).T) / n, "db": np.sum(A - Y) / n}, _cost(A, Y) * X.shape[1] / n


@mistake(
    "propagate",
    "db-not-summed",
    "db is still one number per example. Add them up: there is one bias.",
)
def propagate_db_not_summed(w, b, X, Y):
    A = _probability(w, b, X)
    return {"dw": np.dot(X, (A - Y).T) / X.shape[1], "db": (A - Y) / X.shape[1]}, _cost(A, Y)


# -- optimize ---------------------------------------------------------------------------------


def _steps(w, b, X, Y, num_iterations, learning_rate, *, every=100, first=0):
    """Gradient descent that records the cost before steps ``first``, ``first + every``, ..."""
    costs, grads = [], {}
    for i in range(num_iterations):
        grads, cost = _propagate(w, b, X, Y)
        w, b = w - learning_rate * grads["dw"], b - learning_rate * grads["db"]
        if i % every == first:
            costs.append(cost)
    return {"w": w, "b": b}, grads, costs


@mistake(
    "optimize",
    "grads-hold-parameters",
    'The dictionary grads holds the parameters under the names "dw" and "db". It should hold the gradients of the '
    "last step.",
)
def optimize_grads_hold_parameters(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    params, _, costs = _optimize(w, b, X, Y, num_iterations, learning_rate)
    return params, {"dw": params["w"], "db": params["b"]}, costs


@mistake(
    "optimize",
    "uphill",
    "The steps go uphill: the gradient is added. It must be subtracted.",
)
def optimize_uphill(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    return _optimize(w, b, X, Y, num_iterations, -learning_rate)


@mistake(
    "optimize",
    "learning-rate-left-out",
    "The whole gradient is subtracted, without the learning rate. Multiply by it in both updates.",
)
def optimize_learning_rate_left_out(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    return _optimize(w, b, X, Y, num_iterations, 1.0)


@mistake(
    "optimize",
    "learning-rate-fixed",
    "The step always uses 0.009, whatever learning rate is given. Use the argument.",
)
def optimize_learning_rate_fixed(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    return _optimize(w, b, X, Y, num_iterations, 0.009)


@mistake(
    "optimize",
    "one-step-too-many",
    "One step too many is taken. Look at where the range of the loop ends.",
)
def optimize_one_step_too_many(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    return _optimize(w, b, X, Y, num_iterations + 1, learning_rate)


@mistake(
    "optimize",
    "one-step-too-few",
    "One step is missing. Look at where the range of the loop starts and ends.",
)
def optimize_one_step_too_few(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    costs, grads = [], {"dw": np.zeros_like(w), "db": 0.0}
    for i in range(1, num_iterations):
        grads, cost = _propagate(w, b, X, Y)
        w, b = w - learning_rate * grads["dw"], b - learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(cost)
    return {"w": w, "b": b}, grads, costs


@mistake(
    "optimize", "cost-every-step", "Every cost is recorded. Only those before steps 0, 100, 200, … belong in the list."
)
def optimize_cost_every_step(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    return _steps(w, b, X, Y, num_iterations, learning_rate, every=1)


@mistake("optimize", "cost-every-tenth", "A cost is recorded every 10 steps. It should be every 100.")
def optimize_cost_every_tenth(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    return _steps(w, b, X, Y, num_iterations, learning_rate, every=10)


@mistake(
    "optimize",
    "cost-at-end-of-hundred",
    "The costs are recorded at the end of each hundred steps. The first one belongs before the very first step: look "
    "at the remainder that the condition asks for.",
)
def optimize_cost_at_end_of_hundred(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    return _steps(w, b, X, Y, num_iterations, learning_rate, first=99)


@mistake(
    "optimize",
    "cost-only-when-printed",
    "No cost is recorded unless print_cost is true. Printing is optional, the list is not: look at how the two "
    "conditions are nested.",
)
def optimize_cost_only_when_printed(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    params, grads, costs = _optimize(w, b, X, Y, num_iterations, learning_rate)
    return params, grads, costs if print_cost else []


@mistake(
    "optimize",
    "gradient-computed-once",
    "The gradient is computed once, before the loop, and never again. Each step needs the gradient at the place it "
    "starts from.",
)
def optimize_gradient_computed_once(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    grads, cost = _propagate(w, b, X, Y)
    w = w - num_iterations * learning_rate * grads["dw"]
    b = b - num_iterations * learning_rate * grads["db"]
    return {"w": w, "b": b}, grads, [cost] * (1 + (num_iterations - 1) // 100)


@mistake(
    "optimize",
    "updates-lost",
    "The parameters come back as they went in. The result of the update must be stored under the same name that "
    "the next step reads.",
)
def optimize_updates_lost(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    grads, cost = _propagate(w, b, X, Y)
    return {"w": w, "b": b}, grads, [cost] * (1 + (num_iterations - 1) // 100)


@mistake(
    "optimize",
    "return-inside-loop",
    "Only the first step is taken: the function returns inside the loop. Move the return out by one level.",
)
def optimize_return_inside_loop(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    return _optimize(w, b, X, Y, 1, learning_rate)


@mistake("optimize", "bias-not-updated", "Only the weights are updated. The bias takes a step too.")
def optimize_bias_not_updated(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    costs, grads = [], {}
    for i in range(num_iterations):
        grads, cost = _propagate(w, b, X, Y)
        w = w - learning_rate * grads["dw"]
        if i % 100 == 0:
            costs.append(cost)
    return {"w": w, "b": b}, grads, costs


@mistake(
    "optimize",
    "gradient-recomputed",
    "The gradient that is returned was computed after the last step. The contract asks for the one that the last "
    "step used.",
)
def optimize_gradient_recomputed(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    params, _, costs = _optimize(w, b, X, Y, num_iterations, learning_rate)
    return params, _propagate(params["w"], params["b"], X, Y)[0], costs


@mistake(
    "optimize",
    "start-changed",
    "The result is right, but the update changes the array w that the caller passed in. An operator such as -= works "
    "in place: make a new array in each step, or copy w before the loop.",
)
def optimize_start_changed(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    params, grads, costs = _optimize(w, b, X, Y, num_iterations, learning_rate)
    w[...] = params["w"]
    return {"w": w, "b": params["b"]}, grads, costs


@mistake(
    "optimize",
    "results-swapped",
    "The costs and the gradients come back in each other's place. The order is: params, grads, costs.",
)
def optimize_results_swapped(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    params, grads, costs = _optimize(w, b, X, Y, num_iterations, learning_rate)
    return params, costs, grads


# -- predict ----------------------------------------------------------------------------------


@mistake("predict", "probabilities", "These are the probabilities. Compare them with the threshold to get 0 or 1.")
def predict_probabilities(w, b, X):
    return _probability(w, b, X)


@mistake("predict", "one-axis", "The result has shape (m,). The predictions form a row with two axes, like the labels.")
def predict_one_axis(w, b, X):
    return _predict(w, b, X)[0]


@mistake("predict", "column", "The predictions stand in a column. They should form a row, like the labels.")
def predict_column(w, b, X):
    return _predict(w, b, X).T


@mistake(
    "predict",
    "score-against-half",
    "The score is compared with one half. That is the threshold for probabilities: the sigmoid is missing.",
)
def predict_score_against_half(w, b, X):
    return (np.dot(w.T, X) + b > 0.5).astype(int)


@mistake(
    "predict",
    "always-yes",
    "Every example is a yes. A probability is always above 0: look at the threshold.",
)
def predict_always_yes(w, b, X):
    return (_probability(w, b, X) > 0).astype(int)


@mistake("predict", "reversed", "Yes and no are exchanged. Look at the direction of the comparison.")
def predict_reversed(w, b, X):
    return (_probability(w, b, X) < 0.5).astype(int)


@mistake("predict", "bias-left-out", "The scores are computed without the bias. Add b before the sigmoid.")
def predict_bias_left_out(w, b, X):
    return _predict(w, 0.0, X)


@mistake(
    "predict",
    "cut-to-integer",
    "Converting a probability to a whole number cuts it off, so every prediction is 0. Compare with the threshold.",
)
def predict_cut_to_integer(w, b, X):
    return _probability(w, b, X).astype(int)


@mistake("predict", "minus-one", "A no is −1 here. In this lab it is 0.")
def predict_minus_one(w, b, X):
    return 2 * _predict(w, b, X) - 1


@mistake(
    "predict",
    "only-first",
    "Only the first example is predicted and the rest stay 0. Look at the index in the loop, and at where the return "
    "stands.",
)
def predict_only_first(w, b, X):
    prediction = np.zeros((1, X.shape[1]))
    prediction[0, 0] = _predict(w, b, X)[0, 0]
    return prediction


# -- model ------------------------------------------------------------------------------------


@mistake(
    "model",
    "dims-from-size",
    "w gets as many entries as X_train has numbers in all. It needs one for each feature: the number of rows.",
)
def model_dims_from_size(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w = np.zeros((X_train.shape[0] * X_train.shape[1], 1))
    params, _, _ = _optimize(w, 0.0, X_train, Y_train, num_iterations, learning_rate)
    return params


@mistake(
    "model",
    "dims-from-examples",
    "w gets one entry for each example. It needs one for each feature: examples are in columns, features in rows.",
)
def model_dims_from_examples(
    X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False
):
    w = np.zeros((X_train.shape[1], 1))
    params, _, _ = _optimize(w, 0.0, X_train, Y_train, num_iterations, learning_rate)
    return params


@mistake(
    "model",
    "settings-not-passed-on",
    "The training ran with the default settings of optimize, 100 steps at 0.009. Pass the number of steps and the "
    "learning rate on to it.",
)
def model_settings_not_passed_on(
    X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False
):
    d = _model(X_train, Y_train, X_test, 100, 0.009)
    return {**d, "num_iterations": num_iterations, "learning_rate": learning_rate}


@mistake(
    "model",
    "steps-not-passed-on",
    "The training ran with the default number of steps of optimize. Pass num_iterations on to it.",
)
def model_steps_not_passed_on(
    X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False
):
    return {**_model(X_train, Y_train, X_test, 100, learning_rate), "num_iterations": num_iterations}


@mistake(
    "model",
    "rate-not-passed-on",
    "The training ran with the default learning rate of optimize. Pass learning_rate on to it.",
)
def model_rate_not_passed_on(
    X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False
):
    return {**_model(X_train, Y_train, X_test, num_iterations, 0.009), "learning_rate": learning_rate}


@mistake(
    "model",
    "untrained-parameters",
    "The parameters are still those from the start. The trained ones are in the dictionary that optimize returns: "
    "take them out of it before predicting.",
)
def model_untrained_parameters(
    X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False
):
    w, b = np.zeros((X_train.shape[0], 1)), 0.0
    costs = _optimize(w, b, X_train, Y_train, num_iterations, learning_rate)[2]
    return _results(w, b, costs, _predict(w, b, X_test), _predict(w, b, X_train), num_iterations, learning_rate)


@mistake(
    "model",
    "predictions-swapped",
    "The predictions of the training and the test examples are in each other's place.",
)
def model_predictions_swapped(
    X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False
):
    d = _model(X_train, Y_train, X_test, num_iterations, learning_rate)
    return {**d, "Y_prediction_test": d["Y_prediction_train"], "Y_prediction_train": d["Y_prediction_test"]}


@mistake(
    "model",
    "training-predicted-twice",
    "Both predictions are those of the training examples. One of the two needs X_test.",
)
def model_training_predicted_twice(
    X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False
):
    return _model(X_train, Y_train, X_train, num_iterations, learning_rate)


@mistake(
    "model",
    "trained-on-test",
    "The training used the test examples. They must have no part in it.",
)
def model_trained_on_test(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    d = _model(X_test, Y_test, X_train, num_iterations, learning_rate)
    return {**d, "Y_prediction_test": d["Y_prediction_train"], "Y_prediction_train": d["Y_prediction_test"]}


@mistake(
    "model",
    "trained-on-everything",
    "The training used training and test examples together. The test examples must have no part in it.",
)
def model_trained_on_everything(
    X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False
):
    X, Y = np.hstack([X_train, X_test]), np.hstack([Y_train, Y_test])
    d = _model(X, Y, X_test, num_iterations, learning_rate)
    return {**d, "Y_prediction_train": d["Y_prediction_train"][:, : X_train.shape[1]]}


@mistake(
    "model",
    "accuracies",
    "The dictionary holds accuracies where the predictions should be. Print the accuracies, and keep the predictions.",
)
def model_accuracies(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    d = _model(X_train, Y_train, X_test, num_iterations, learning_rate)
    on_test, on_train = d["Y_prediction_test"], d["Y_prediction_train"]
    return {
        **d,
        "Y_prediction_test": 100 - 100 * np.mean(np.abs(on_test - Y_test)),
        "Y_prediction_train": 100 - 100 * np.mean(np.abs(on_train - Y_train)),
    }


@mistake("model", "starts-from-ones", "The training starts from weights of 1. It should start from zeros.")
def model_starts_from_ones(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    return _model(X_train, Y_train, X_test, num_iterations, learning_rate, start=1.0)


@mistake(
    "model",
    "settings-fixed",
    "The training always takes 2000 steps at 0.5. Those are only the defaults: pass on what was asked for.",
)
def model_settings_fixed(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    d = _model(X_train, Y_train, X_test, 2000, 0.5)
    return {**d, "num_iterations": num_iterations, "learning_rate": learning_rate}
