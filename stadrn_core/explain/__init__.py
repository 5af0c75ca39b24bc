"""Why a model gives the score it gives: attribution methods for 3D networks, one in each file."""

from stadrn_core.explain.clip import explain_clip
from stadrn_core.explain.gradcam import gradcam
from stadrn_core.explain.gradcampp import gradcampp
from stadrn_core.explain.guided import GuidedReLUs
from stadrn_core.explain.signed_points import signed_points

__all__ = ["GuidedReLUs", "explain_clip", "gradcam", "gradcampp", "signed_points"]
