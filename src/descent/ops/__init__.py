"""Operations with derivatives found by hand: one idea a module, and every module of the same form.

The contract, which ``tests/contract`` enforces on every module in this folder:

``NAME(*inputs, **options)``
    The value alone. ``NAME`` is the module's own name; ``descent.NAME`` is the same function.
``forward(*inputs, **options)``
    The value and a ``Cache``, a named tuple of what ``backward`` needs.
``backward(doutput, cache)``
    The derivative of any number L with respect to each input, given L's derivative ``doutput`` with respect to the
    output. One input: its derivative. Several: a tuple in their order, with ``None`` for inputs that are data. Where
    it saves work there is a third parameter, ``needs``: a bool for each input, False for a derivative to leave out.
``example(rng)``
    Inputs and options by name, at which the derivative exists; the gradient check draws several.

Inputs may be given by position, options only by name. Rows are samples: arrays have shape (n, d) or (n, k).
float32 in gives float32 out; integers and booleans become float64. Inputs are never changed. Shapes, dtypes and labels
are checked; NaN and infinity are not: they pass through, so that they can be seen. Models check them once, in ``fit``.
"""
