"""Reinforcement learning: to find out what to do from what it earns.

Tables first: a Markov decision process, planning when its table is known, Q-learning when it is not. Then a deep
Q-network for states that no table can hold, and REINFORCE, which learns a policy without values. Environments and
agents meet in Gymnasium's interface, ``reset`` and ``step``, so that both work with those of Gymnasium as well.
"""

from descent.rl.cart_pole import CartPole
from descent.rl.dqn import DQN
from descent.rl.episodes import play
from descent.rl.finite_environment import FiniteEnvironment
from descent.rl.finite_mdp import FiniteMDP
from descent.rl.grid_world import GridWorld
from descent.rl.lunar_lander import LunarLander
from descent.rl.mars_rover import mars_rover
from descent.rl.policies import greedy, policy_value
from descent.rl.policy_iteration import policy_iteration
from descent.rl.q_network import q_network
from descent.rl.reinforce import Reinforce
from descent.rl.replay_memory import Batch, ReplayMemory
from descent.rl.rigid_body import Contact, RigidBody
from descent.rl.spaces import Box, Discrete
from descent.rl.tabular import QLearning, Sarsa
from descent.rl.value_iteration import Plan, bellman_residual, value_iteration

__all__ = [
    "DQN",
    "Batch",
    "Box",
    "CartPole",
    "Contact",
    "Discrete",
    "FiniteEnvironment",
    "FiniteMDP",
    "GridWorld",
    "LunarLander",
    "Plan",
    "QLearning",
    "Reinforce",
    "ReplayMemory",
    "RigidBody",
    "Sarsa",
    "bellman_residual",
    "greedy",
    "mars_rover",
    "play",
    "policy_iteration",
    "policy_value",
    "q_network",
    "value_iteration",
]
