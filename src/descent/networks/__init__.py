"""Networks that papers and courses call by name, built from the layers of ``descent.nn``: one idea a file."""

from descent.networks.alexnet import AlexNet
from descent.networks.efficientnet import EfficientNet, Scaling, compound_scaling
from descent.networks.googlenet import GoogLeNet, InceptionBlock
from descent.networks.grid import decode_boxes, encode_boxes
from descent.networks.lenet import LeNet5
from descent.networks.mbconv import MBConv, SqueezeExcitation
from descent.networks.mobilenet_v1 import MobileNetV1, depthwise_separable
from descent.networks.mobilenet_v2 import InvertedResidual, MobileNetV2
from descent.networks.residual_block import ResidualBlock
from descent.networks.resnet import ResNet, resnet18, resnet34, resnet50
from descent.networks.suppression import non_max_suppression
from descent.networks.tiny_yolo import Found, TinyYolo
from descent.networks.unet import UNet
from descent.networks.vgg import VGG
from descent.networks.yolo import YoloHead, yolo_loss

__all__ = [
    "AlexNet",
    "EfficientNet",
    "Found",
    "GoogLeNet",
    "InceptionBlock",
    "InvertedResidual",
    "LeNet5",
    "MBConv",
    "MobileNetV1",
    "MobileNetV2",
    "ResNet",
    "ResidualBlock",
    "Scaling",
    "SqueezeExcitation",
    "TinyYolo",
    "UNet",
    "VGG",
    "YoloHead",
    "compound_scaling",
    "decode_boxes",
    "depthwise_separable",
    "encode_boxes",
    "non_max_suppression",
    "resnet18",
    "resnet34",
    "resnet50",
    "yolo_loss",
]
