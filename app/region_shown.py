"""What the regions' panel shows: the numbers of a clip or of the recording, their scale, and sentences about them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.region_raster import face_and_background
from app.region_words import unit
from app.translation import translate
from stadrn_core.regions.atlas import PAIRS, Region
from stadrn_core.regions.sums import HIGH_BACKGROUND_SHARE
from stadrn_core.view import QUANTITY_LABELS, ScaleLimits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.regions import Regions
    from stadrn_core.regions.intervals import RecordingRegions
    from stadrn_core.regions.sums import Measure, RegionSums
    from stadrn_core.types import Float64Array


@dataclass(frozen=True)
class ShownRegions:
    """Numbers by region, ready to be shown.

    Attributes:
        sums: arrays (16,).
        of_what: whose they are, in words.
        limits: values of the first and the last colour.
        scale: the same for the colour bar (shares in percent).
        landmarks: (68, 2) px of the face on which they are drawn.
        face_px: side of that face.
    """

    sums: RegionSums
    of_what: str
    limits: tuple[float, float]
    scale: ScaleLimits
    landmarks: Float64Array
    face_px: int


def shown_regions(regions: Regions, frame_index: int | None) -> ShownRegions | None:
    """The recording's numbers, or those of the clip at a frame; None where there are none."""
    numbers, store = regions.numbers, regions.store
    if numbers is None or store is None or numbers.summary is None or regions.note:
        return None
    found, heat = numbers.summary.found, translate("Core", QUANTITY_LABELS[regions.quantity])
    total = store.plan.num_clips
    if frame_index is None:
        sums, of_what = (
            found.sums,
            translate("RegionShown", "{heat}, {clips} of {total} clips").format(
                heat=heat, clips=len(found.clips), total=total
            ),
        )
        largest = [face_and_background(found.sums.of(regions.measure))]
    else:
        clip = shown_clip(regions, frame_index)
        if clip is None:
            return None
        sums, of_what = (
            numbers.clips[clip].sums,
            translate("RegionShown", "{heat}, clip {clip} of {total}").format(heat=heat, clip=clip + 1, total=total),
        )
        largest = [one[regions.measure] for one in numbers.largest.values()]
    low, high, saturates = _limits(largest, regions.measure)
    factor = 100 if regions.measure == "share" else 1
    words = unit(regions.measure, regions.quantity)
    so_far = not regions.is_whole
    scale = ScaleLimits(low * factor, high * factor, "recording", words, provisional=so_far, saturates=saturates)
    face_px = store.manifest.settings.alignment.size_px
    return ShownRegions(sums, of_what, (low, high), scale, numbers.summary.landmarks, face_px)


def shown_clip(regions: Regions, frame_index: int) -> int | None:
    """The first clip at a frame whose numbers are known."""
    if regions.numbers is None or regions.store is None:
        return None
    clips = regions.numbers.clips
    return next((i for i in regions.store.plan.clips_of(frame_index) if i in clips), None)


def _limits(largest: Sequence[tuple[float, float]], measure: Measure) -> tuple[float, float, bool]:
    """Over all regions of the face of all that can be shown in turn, so that a colour means the same for each clip.

    The background, which is larger than any region, may go beyond.
    """
    face, background = (max(both) for both in zip(*largest, strict=True))
    high = face or 1.0
    return (-high if measure == "points" else 0.0), high, background > high


def background_words(sums: RegionSums) -> str:
    """The alarm in words; empty where there is none."""
    if not sums.background_is_high:
        return ""
    share, area = sums.share[Region.BACKGROUND], sums.area_share[Region.BACKGROUND]
    return translate(
        "RegionShown",
        "{share:.0%} of the heat lies outside the face, which is {area:.0%} of the picture. The network may look at "
        "something other than the face. (Told from {limit:.0%} on: a convention, not a finding.)",
    ).format(share=share, area=area, limit=HIGH_BACKGROUND_SHARE)


def asymmetry_facts(sums: RegionSums, found: RecordingRegions | None) -> dict[str, str]:
    """For each pair (L − R) / (L + R), with its interval where there is one."""
    facts = {}
    intervals = found.asymmetry[:, 1:] if found is not None else np.full((len(PAIRS), 2), np.nan)
    for pair, value, (low, high) in zip(PAIRS, sums.asymmetry.tolist(), intervals.tolist(), strict=True):
        ends = "" if math.isnan(low) else f" [{_signed(low)}, {_signed(high)}]"
        facts[translate("Core", pair)] = "–" if math.isnan(value) else _signed(value) + ends
    return facts


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "\N{MINUS SIGN}")
