"""Networks by the names they are known by, each in a module of its own, built of ``descent.nn``.

Sequences of words or letters come in as whole numbers (n, T), as ``descent.text.Vocabulary`` gives them.
"""

from descent.networks.alexnet import AlexNet
from descent.networks.char_rnn import CharRNN
from descent.networks.conditional_gan import ConditionalGAN
from descent.networks.dcgan import DCGenerator, dc_judge
from descent.networks.efficientnet import EfficientNet, Scaling, compound_scaling
from descent.networks.gan import GAN, Duel
from descent.networks.googlenet import GoogLeNet, InceptionBlock
from descent.networks.grid import decode_boxes, encode_boxes
from descent.networks.lenet import LeNet5
from descent.networks.masked_language_model import MaskedLanguageModel, corrupt
from descent.networks.mbconv import MBConv, SqueezeExcitation
from descent.networks.mobilenet_v1 import MobileNetV1, depthwise_separable
from descent.networks.mobilenet_v2 import InvertedResidual, MobileNetV2
from descent.networks.residual_block import ResidualBlock
from descent.networks.resnet import ResNet, resnet18, resnet34, resnet50
from descent.networks.seq2seq import Seq2Seq
from descent.networks.siamese import SiameseNetwork, Triplets, all_pairs_loss, batch_hard_loss, hardest_triplets
from descent.networks.span_finder import SpanFinder, best_spans, span_loss
from descent.networks.speech_to_text import SpeechToText, ctc_cost
from descent.networks.style_transfer import Styled, activations, content_loss, gram, style_loss, transfer_style
from descent.networks.suppression import non_max_suppression
from descent.networks.text_classifier import TextClassifier
from descent.networks.tiny_yolo import Found, TinyYolo
from descent.networks.transformer import Transformer
from descent.networks.trigger_word_detector import TriggerWordDetector
from descent.networks.two_tower import TwoTower
from descent.networks.unet import UNet
from descent.networks.vgg import VGG
from descent.networks.wgan_gp import WGAN, gradient_penalty, input_gradient
from descent.networks.word2vec import CBOW, SkipGram, cbow_examples, skip_gram_examples
from descent.networks.writing import translate, write
from descent.networks.yolo import YoloHead, yolo_loss

__all__ = [
    "CBOW",
    "GAN",
    "VGG",
    "WGAN",
    "AlexNet",
    "CharRNN",
    "ConditionalGAN",
    "DCGenerator",
    "Duel",
    "EfficientNet",
    "Found",
    "GoogLeNet",
    "InceptionBlock",
    "InvertedResidual",
    "LeNet5",
    "MBConv",
    "MaskedLanguageModel",
    "MobileNetV1",
    "MobileNetV2",
    "ResNet",
    "ResidualBlock",
    "Scaling",
    "Seq2Seq",
    "SiameseNetwork",
    "SkipGram",
    "SpanFinder",
    "SpeechToText",
    "SqueezeExcitation",
    "Styled",
    "TextClassifier",
    "TinyYolo",
    "Transformer",
    "TriggerWordDetector",
    "Triplets",
    "TwoTower",
    "UNet",
    "YoloHead",
    "activations",
    "all_pairs_loss",
    "batch_hard_loss",
    "best_spans",
    "cbow_examples",
    "compound_scaling",
    "content_loss",
    "corrupt",
    "ctc_cost",
    "dc_judge",
    "decode_boxes",
    "depthwise_separable",
    "encode_boxes",
    "gradient_penalty",
    "gram",
    "hardest_triplets",
    "input_gradient",
    "non_max_suppression",
    "resnet18",
    "resnet34",
    "resnet50",
    "skip_gram_examples",
    "span_loss",
    "style_loss",
    "transfer_style",
    "translate",
    "write",
    "yolo_loss",
]
