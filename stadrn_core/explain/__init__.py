"""Why a model gives the score it gives: attribution methods for 3D networks, one in each file."""

from stadrn_core.explain.attention import ATTENTION_LABEL, ModuleAttention, attention_of
from stadrn_core.explain.clip import explain_by_autograd, explain_clip
from stadrn_core.explain.contrast import Baseline, checkpoint_mean, contrast, neutral_stretch, recording_mean
from stadrn_core.explain.gradcam import gradcam
from stadrn_core.explain.gradcampp import gradcampp
from stadrn_core.explain.guided import GuidedReLUs
from stadrn_core.explain.hirescam import hirescam
from stadrn_core.explain.input_gradient import gradient_magnitude
from stadrn_core.explain.methods import CHEAP, METHODS, Cost, Method, cost
from stadrn_core.explain.run import MethodMap, explain_by_methods
from stadrn_core.explain.signed_points import signed_points
from stadrn_core.explain.studied_maps import STUDIED_MAPS, method_maps
from stadrn_core.explain.task import MethodOptions

__all__ = [
    "ATTENTION_LABEL",
    "CHEAP",
    "METHODS",
    "STUDIED_MAPS",
    "Baseline",
    "Cost",
    "GuidedReLUs",
    "Method",
    "MethodMap",
    "MethodOptions",
    "ModuleAttention",
    "attention_of",
    "checkpoint_mean",
    "contrast",
    "cost",
    "explain_by_autograd",
    "explain_by_methods",
    "explain_clip",
    "gradcam",
    "gradcampp",
    "gradient_magnitude",
    "hirescam",
    "method_maps",
    "neutral_stretch",
    "recording_mean",
    "signed_points",
]
