"""Why a model gives the score it gives: attribution methods for 3D networks, one in each file."""

from stadrn_core.explain.clip import explain_by_autograd, explain_clip
from stadrn_core.explain.contrast import Baseline, checkpoint_mean, contrast, neutral_stretch, recording_mean
from stadrn_core.explain.gradcam import gradcam
from stadrn_core.explain.gradcampp import gradcampp
from stadrn_core.explain.guided import GuidedReLUs
from stadrn_core.explain.hirescam import hirescam
from stadrn_core.explain.input_gradient import gradient_magnitude
from stadrn_core.explain.methods import METHODS, method_maps
from stadrn_core.explain.signed_points import signed_points

__all__ = [
    "METHODS",
    "Baseline",
    "GuidedReLUs",
    "checkpoint_mean",
    "contrast",
    "explain_by_autograd",
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
