"""Networks that papers and courses call by name, built from the layers of ``descent.nn``: one idea a file."""

from descent.networks.lenet import LeNet5
from descent.networks.mobilenet_v1 import MobileNetV1, depthwise_separable
from descent.networks.mobilenet_v2 import InvertedResidual, MobileNetV2
from descent.networks.residual_block import ResidualBlock
from descent.networks.resnet import ResNet, resnet18, resnet34, resnet50
from descent.networks.unet import UNet

__all__ = [
    "InvertedResidual",
    "LeNet5",
    "MobileNetV1",
    "MobileNetV2",
    "ResNet",
    "ResidualBlock",
    "UNet",
    "depthwise_separable",
    "resnet18",
    "resnet34",
    "resnet50",
]
