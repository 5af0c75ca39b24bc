"""What a process that draws many pictures loads once: the parametric head, its refined mesh, dlib's models."""

from __future__ import annotations

from functools import cache, cached_property

import cv2

from stadrn_core.faces import FaceModels
from stadrn_core.synthetic.head import HeadModel, Identity
from stadrn_core.synthetic.quality import DRAFT
from stadrn_core.synthetic.shade import HeadSurface, head_surface


class Studio:
    """Ready to draw at ``DRAFT`` quality. Each part is loaded when it is first asked for."""

    @cached_property
    def heads(self) -> HeadModel:
        """Makes people."""
        return HeadModel()

    @cached_property
    def surface(self) -> HeadSurface:
        """The refined mesh that all people share."""
        return head_surface(self.heads.head(Identity(), ()), DRAFT)

    @cached_property
    def faces(self) -> FaceModels:
        """Finds them again."""
        return FaceModels()


@cache
def studio() -> Studio:
    """This process's studio, on one thread: the work is spread over processes."""
    import torch

    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    return Studio()
