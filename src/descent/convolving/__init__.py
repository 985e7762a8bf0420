"""How convolutions are computed quickly: the operations say what, the modules here say in which order.

``descent.convolving.sums``
    The three sums over windows of which every convolution consists, and which way is the quickest for a shape.
``descent.convolving.blocks``
    Windows copied out as rows of a matrix, a block at a time.
``descent.convolving.strips``
    The same with less copying, for windows that lie one line apart.
``descent.convolving.direct``
    Without any copy of windows, where a compiler is at hand.
``descent.convolving.steps``
    Where windows lie in a flat array, for that.
``descent.convolving.neighbours``
    Two windows side by side as one, for few filters.
``descent.convolving.depthwise``
    One filter per channel, without matrices.
"""
