"""Ways down: functions that walk a function of one point, and optimizers that move the parameters of a network.

``gradient_descent``, ``newton`` and their like take a function and a start and return the path as a named tuple.
``SGD``, ``Adam`` and their like take a network's parameters and make one step at a time, by the gradients found there.
"""

from descent.optim import schedules
from descent.optim.adam import Adam, AdamW
from descent.optim.clipping import clip_grad_norm, clip_grad_value
from descent.optim.rms_prop import RMSprop
from descent.optim.sgd import SGD

__all__ = ["SGD", "Adam", "AdamW", "RMSprop", "clip_grad_norm", "clip_grad_value", "schedules"]
