"""What a process that draws many pictures loads once: the parametric head, its refined mesh, dlib's models."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2

from stadrn_core.faces import FaceModels
from stadrn_core.synthetic.head import HeadModel, Identity
from stadrn_core.synthetic.quality import DRAFT
from stadrn_core.synthetic.shade import HeadSurface, head_surface


@dataclass(frozen=True)
class Studio:
    """Ready to draw at ``DRAFT`` quality."""

    heads: HeadModel
    surface: HeadSurface
    faces: FaceModels


@cache
def studio() -> Studio:
    """This process's studio, on one thread: the work is spread over processes."""
    import torch

    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    heads = HeadModel()
    return Studio(heads, head_surface(heads.head(Identity(), ()), DRAFT), FaceModels())
