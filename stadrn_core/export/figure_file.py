"""Figures as files that carry their recipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from stadrn_core.export.recipe import MARK, TIFF_DESCRIPTION

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.figure import Figure

    from stadrn_core.export.recipe import FigureRecipe


def save_with_recipe(figure: Figure, path: Path, recipe: FigureRecipe) -> None:
    """Save a figure that carries its recipe; dates are left out, so that equal figures are equal files.

    Pictures have no alpha channel: journals send back those that have one.

    Args:
        figure: drawn on a canvas of pixels.
        path: file ending in .pdf, .svg, .png, .tif or .tiff.
        recipe: what it was made from.
    """
    text, suffix = MARK + recipe.text(), path.suffix.lower()
    of_vectors = {".svg": {"Date": None, "Description": text}, ".pdf": {"CreationDate": None, "Subject": text}}
    if suffix in of_vectors:
        figure.savefig(path, dpi=recipe.dots_per_inch, metadata=of_vectors[suffix])
        return
    figure.set_dpi(recipe.dots_per_inch)
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    picture = Image.fromarray(np.ascontiguousarray(np.asarray(canvas.buffer_rgba())[..., :3]))
    resolution = (recipe.dots_per_inch, recipe.dots_per_inch)
    if suffix == ".png":
        about = PngInfo()
        about.add_text("Description", text)
        picture.save(path, dpi=resolution, pnginfo=about)
    else:
        picture.save(path, dpi=resolution, compression="tiff_lzw", tiffinfo={TIFF_DESCRIPTION: text})
