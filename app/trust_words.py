"""Words for tests of trust: what a badge says, what a test costs, how a number is written. Clips count from 1 here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from app.translation import translate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stadrn_core.trust import Cost, MapName, MeasureResult, Number, Pace

MAP_WORDS: dict[str, str] = {
    "gradcampp": translate("TrustWords", "Grad-CAM++"),
    "signed_points": translate("TrustWords", "Signed evidence"),
    "guided": translate("TrustWords", "Guided backpropagation"),
}
NO_GRADES = translate(
    "TrustWords",
    "There are no grades: for none of these numbers is it known from which value on a map deserves trust. "
    "Every test is about the model and its map, none about the person.",
)
UNKNOWN = "–"


def duration_words(seconds: float) -> str:
    """``about 40 s``."""
    if seconds < 100:
        return translate("TrustWords", "about {max} s").format(max=max(round(seconds), 1))
    return (
        translate("TrustWords", "about {seconds:.0f} min").format(seconds=seconds / 60)
        if seconds < 5400
        else translate("TrustWords", "about {seconds:.1f} h").format(seconds=seconds / 3600)
    )


def cost_words(cost: Cost, pace: Pace | None) -> str:
    """Passes and maps, and seconds where the machine's pace is known."""
    parts = [
        f"{number} {noun}{'' if number == 1 else ending}"
        for number, noun, ending in ((cost.passes, "pass", "es"), (cost.explanations, "map", "s"))
        if number
    ]
    if not parts:
        return translate("TrustWords", "no passes of the model; some seconds")
    return f"{' and '.join(parts)}, {duration_words(pace.seconds(cost)) if pace else 'seconds not known yet'}"


def number_words(number: Number) -> str:
    """A number with its unit, and what the draws spread over."""
    if number.value is None:
        return f"{UNKNOWN} ({number.note})" if number.note else UNKNOWN
    text = _value(number.value, number.unit)
    if number.low is not None and number.high is not None:
        text += f" ({_bare(number.low, number.unit)} to {_bare(number.high, number.unit)})"
    return text


def _value(value: float, unit: str) -> str:
    if unit == "share":
        return f"{value:.0%}".replace("%", " %")
    if unit == "moments":
        return translate("TrustWords", "{value:.0f} time slots").format(value=value)
    return f"ρ {_bare(value, unit)}" if unit == "ρ" else f"{_bare(value, unit)} points"


def _bare(value: float, unit: str) -> str:
    text = f"{value:.0%}" if unit == "share" else f"{value:.2f}"
    return text.replace("-", "\N{MINUS SIGN}")


def number_name(name: str) -> str:
    """The words for a number within its test."""
    return name.removeprefix("change ").replace("_", " ").replace("fc", "the last layer")


def taken(results: Sequence[MeasureResult]) -> list[MeasureResult]:
    """Those that could be taken."""
    return [one for one in results if one.unavailable is None]


def finding(results: Sequence[MeasureResult]) -> str:
    """What one test found, in a sentence."""
    from stadrn_core.trust import saying

    text = re.sub(r"(?<![\w-])-(?=\d)", "\N{MINUS SIGN}", saying(results))
    own = results[0].numbers[0]
    if len(results) == 1 and own.unit == "ρ" and own.low is not None and own.high is not None:
        text += f" ({results[0].settings.draws} draws: {_bare(own.low, own.unit)} to {_bare(own.high, own.unit)})"
    return f"{text[:1].upper()}{text[1:]}."


def badge_line(results: Sequence[MeasureResult], clip_index: int, map_name: MapName, elsewhere: str = "") -> str:
    """One short line beside a map.

    Args:
        results: of this clip and map.
        clip_index: 0-based.
        map_name: guided backpropagation always tells of random weights.
        elsewhere: what is said of other clips where this one is not tested.
    """
    from stadrn_core.trust import MEASURES

    found = {one.measure: one for one in taken(results)}
    parts = [_SHORT[name](found[name]) for name in MEASURES if name in found]
    if map_name == "guided" and "randomisation" not in found:
        parts.insert(0, elsewhere or translate("TrustWords", "random weights not tested"))
    tested = (
        translate("TrustWords", "{found} of {MEASURES} tests").format(found=len(found), MEASURES=len(MEASURES))
        if found
        else translate("TrustWords", "not tested")
    )
    return ": ".join(
        filter(
            None,
            (
                translate("TrustWords", "Clip {clip_index}, {tested}").format(clip_index=clip_index + 1, tested=tested),
                " · ".join(parts),
            ),
        )
    )


def badge_text(results: Sequence[MeasureResult], clip_index: int, map_name: MapName) -> str:
    """The same in full, with what was not tested."""
    from stadrn_core.trust import MEASURES

    found = {one.measure: one for one in taken(results)}
    head = translate("TrustWords", "{MAP_WORDS}, clip {clip_index}").format(
        MAP_WORDS=MAP_WORDS[map_name], clip_index=clip_index + 1
    )
    if not found:
        return translate("TrustWords", "{head}: not tested.").format(head=head)
    lines = [
        translate("TrustWords", "{head}:").format(head=head),
        *(finding([found[name]]) for name in MEASURES if name in found),
    ]
    missing = [measure.title.lower() for name, measure in MEASURES.items() if name not in found]
    return "\n".join(
        [
            *lines,
            *(
                [translate("TrustWords", "Not tested: {missing}.").format(missing=", ".join(missing))]
                if missing
                else []
            ),
        ]
    )


def random_weights_elsewhere(results: Sequence[MeasureResult]) -> str:
    """The number of guided maps of other clips, for it says most of all clips; empty where there is none."""
    found = [one for one in taken(results) if one.measure == "randomisation"]
    values = [value for one in found if (value := one.number("all_random").value) is not None]
    if not values:
        return ""
    whose = f"clip {found[0].clip_index + 1}" if len(found) == 1 else f"{len(values)} other clips"
    return f"random weights {_value(float(np.mean(values)), 'ρ')} in {whose}"


def _rho(name: str, words: str) -> Callable[[MeasureResult], str]:
    return lambda result: f"{words} {_or_unknown(result.number(name))}"


def _or_unknown(number: Number) -> str:
    return translate("TrustWords", "ρ not defined") if number.value is None else _value(number.value, number.unit)


def _stability(result: MeasureResult) -> str:
    numbers = (result.number(name).value for name in ("flip", "noise", "shift"))
    return "stability ρ " + " / ".join(UNKNOWN if value is None else _bare(value, "ρ") for value in numbers)


def _truth(result: MeasureResult) -> str:
    hits, chance = result.number("pointing"), result.number("chance")
    if hits.value is None or chance.value is None:
        return "known truth: nothing moves"
    return f"known truth {_value(hits.value, 'share')} hits, chance {_value(chance.value, 'share')}"


def _deletion(result: MeasureResult) -> str:
    gain = result.number("deletion_gain")
    what = "cells" if result.measure == "deletion_cells" else "regions"
    if gain.value is None:
        return f"deleting {what} {UNKNOWN}"
    side = "better" if gain.value > 0 else "worse"
    beyond = "" if gain.low is not None and gain.low > 0 else ", not beyond all draws" * (gain.value > 0)
    return f"deleting {what} {abs(gain.value):.1f} points {side} than random{beyond}"


_SHORT: dict[str, Callable[[MeasureResult], str]] = {
    "randomisation": _rho("all_random", "random weights"),
    "mean_map": _rho("likeness", "own mean map"),
    "stability": _stability,
    "truth": _truth,
    "deletion_slots": _rho("agreement", "time slots"),
    "occlusion_regions": _rho("agreement", "regions"),
    "deletion_cells": _deletion,
    "deletion_regions": _deletion,
}
