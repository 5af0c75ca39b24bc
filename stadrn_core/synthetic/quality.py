"""How finely a picture is computed: the same head for a film or, some ten times as fast, for a data set."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RenderQuality:
    """Sizes of what is computed on the way to a picture.

    Attributes:
        supersampling: the picture is drawn so many times as large and averaged down.
        shadow_size_px: side of the key lamp's depth map.
        shadow_taps: shadow rays whose mean makes the shadow's soft edge.
        sky_size_px: side of the depth maps that tell how much sky a point sees.
        sky_directions: from how many sides that is asked.
        paint_step_m: side of a pixel of the paint on the face.
    """

    supersampling: int = 2
    shadow_size_px: int = 900
    shadow_taps: int = 20
    sky_size_px: int = 320
    sky_directions: int = 64
    paint_step_m: float = 0.00016

    @property
    def paint_coarseness(self) -> float:
        """Paint is drawn so many times as coarse as for ``FILM``."""
        return self.paint_step_m / 0.00016


FILM = RenderQuality()
"""For pictures that people look at."""
DRAFT = RenderQuality(
    supersampling=1, shadow_size_px=400, shadow_taps=8, sky_size_px=192, sky_directions=32, paint_step_m=0.00032
)
"""For data sets, whose pictures are shrunk, aligned and compressed anyway."""
