"""The Mars rover: six places in a row, a little science at one end, much at the other."""

from __future__ import annotations

from descent.rl.finite_mdp import FiniteMDP


def mars_rover(*, discount: float = 0.5, misstep: float = 0.0) -> FiniteMDP:
    """Six states in a row; the rover goes left (action 0) or right (1). At the ends wait 100 and 40, and all is over.

    Parameters
    ----------
    discount : float
        What a reward one step later is worth.
    misstep : float
        Probability to go the other way.

    Returns
    -------
    FiniteMDP
        The process.

    Examples
    --------
    >>> from descent.rl import value_iteration
    >>> value_iteration(mars_rover(discount=0.25)).values
    array([100.  ,  25.  ,   6.25,   2.5 ,  10.  ,  40.  ])
    """

    def outcomes(state: int, action: int) -> list[tuple[float, int, float]]:
        ahead = 1 if action == 1 else -1
        return [(1 - misstep, state + ahead, 0.0), (misstep, state - ahead, 0.0)]

    return FiniteMDP.from_function(outcomes, 6, 2, discount=discount, terminal={0: 100.0, 5: 40.0})
