"""Words for tests of trust: what a badge says, what a test costs, how a number is written. Clips count from 1 here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from app.core_sentences import in_own_words
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
        return translate("TrustWords", "about {seconds} s").format(seconds=max(round(seconds), 1))
    return (
        translate("TrustWords", "about {minutes:.0f} min").format(minutes=seconds / 60)
        if seconds < 5400
        else translate("TrustWords", "about {hours:.1f} h").format(hours=seconds / 3600)
    )


def cost_words(cost: Cost, pace: Pace | None) -> str:
    """Passes and maps, and seconds where the machine's pace is known."""
    one_pass, passes = translate("TrustWords", "1 pass"), translate("TrustWords", "{count} passes")
    one_map, maps = translate("TrustWords", "1 map"), translate("TrustWords", "{count} maps")
    parts = [
        one if number == 1 else many.format(count=number)
        for number, one, many in ((cost.passes, one_pass, passes), (cost.explanations, one_map, maps))
        if number
    ]
    if not parts:
        return translate("TrustWords", "no passes of the model; some seconds")
    time = duration_words(pace.seconds(cost)) if pace else translate("TrustWords", "seconds not known yet")
    return translate("TrustWords", " and ").join(parts) + f", {time}"


def number_words(number: Number) -> str:
    """A number with its unit, and what the draws spread over."""
    if number.value is None:
        return f"{UNKNOWN} ({in_own_words(number.note)})" if number.note else UNKNOWN
    text = _value(number.value, number.unit)
    if number.low is not None and number.high is not None:
        low, high = _bare(number.low, number.unit), _bare(number.high, number.unit)
        text += translate("TrustWords", " ({low} to {high})").format(low=low, high=high)
    return text


def _value(value: float, unit: str) -> str:
    if unit == "share":
        return f"{value:.0%}".replace("%", " %")
    if unit == "moments":
        return translate("TrustWords", "{value:.0f} time slots").format(value=value)
    if unit == "ρ":
        return f"ρ {_bare(value, unit)}"
    return translate("TrustWords", "{value} points").format(value=_bare(value, unit))


def _bare(value: float, unit: str) -> str:
    text = f"{value:.0%}" if unit == "share" else f"{value:.2f}"
    return text.replace("-", "\N{MINUS SIGN}")


def number_name(name: str) -> str:
    """The words for a number within its test."""
    return translate("Core", name.removeprefix("change ").replace("_", " ").replace("fc", "the last layer"))


def taken(results: Sequence[MeasureResult]) -> list[MeasureResult]:
    """Those that could be taken."""
    return [one for one in results if one.unavailable is None]


def finding(results: Sequence[MeasureResult]) -> str:
    """What one test found, in a sentence."""
    from stadrn_core.trust import saying

    text = re.sub(r"(?<![\w-])-(?=\d)", "\N{MINUS SIGN}", in_own_words(saying(results)))
    own = results[0].numbers[0]
    if len(results) == 1 and own.unit == "ρ" and own.low is not None and own.high is not None:
        text += translate("TrustWords", " ({draws} draws: {low} to {high})").format(
            draws=results[0].settings.draws, low=_bare(own.low, own.unit), high=_bare(own.high, own.unit)
        )
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
        translate("TrustWords", "{done} of {total} tests").format(done=len(found), total=len(MEASURES))
        if found
        else translate("TrustWords", "not tested")
    )
    return ": ".join(
        filter(
            None,
            (
                translate("TrustWords", "Clip {number}, {tested}").format(number=clip_index + 1, tested=tested),
                " · ".join(parts),
            ),
        )
    )


def badge_text(results: Sequence[MeasureResult], clip_index: int, map_name: MapName) -> str:
    """The same in full, with what was not tested."""
    from stadrn_core.trust import MEASURES

    found = {one.measure: one for one in taken(results)}
    head = translate("TrustWords", "{map}, clip {number}").format(map=MAP_WORDS[map_name], number=clip_index + 1)
    if not found:
        return translate("TrustWords", "{head}: not tested.").format(head=head)
    lines = [
        translate("TrustWords", "{head}:").format(head=head),
        *(finding([found[name]]) for name in MEASURES if name in found),
    ]
    missing = [translate("Core", measure.title).lower() for name, measure in MEASURES.items() if name not in found]
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
    if len(found) == 1:
        whose = translate("TrustWords", "clip {number}").format(number=found[0].clip_index + 1)
    else:
        whose = translate("TrustWords", "{count} other clips").format(count=len(values))
    return translate("TrustWords", "random weights {value} in {whose}").format(
        value=_value(float(np.mean(values)), "ρ"), whose=whose
    )


def _rho(name: str, words: str) -> Callable[[MeasureResult], str]:
    return lambda result: f"{words} {_or_unknown(result.number(name))}"


def _or_unknown(number: Number) -> str:
    return translate("TrustWords", "ρ not defined") if number.value is None else _value(number.value, number.unit)


def _stability(result: MeasureResult) -> str:
    numbers = (result.number(name).value for name in ("flip", "noise", "shift"))
    return translate("TrustWords", "stability ρ ") + " / ".join(
        UNKNOWN if value is None else _bare(value, "ρ") for value in numbers
    )


def _truth(result: MeasureResult) -> str:
    hits, chance = result.number("pointing"), result.number("chance")
    if hits.value is None or chance.value is None:
        return translate("TrustWords", "known truth: nothing moves")
    return translate("TrustWords", "known truth {hits} hits, chance {chance}").format(
        hits=_value(hits.value, "share"), chance=_value(chance.value, "share")
    )


def _deletion(result: MeasureResult) -> str:
    gain = result.number("deletion_gain")
    is_cells = result.measure == "deletion_cells"
    what = translate("TrustWords", "deleting cells") if is_cells else translate("TrustWords", "deleting regions")
    if gain.value is None:
        return f"{what} {UNKNOWN}"
    if gain.value <= 0:
        words = translate("TrustWords", "{what} {gain:.1f} points worse than random")
    elif gain.low is not None and gain.low > 0:
        words = translate("TrustWords", "{what} {gain:.1f} points better than random")
    else:
        words = translate("TrustWords", "{what} {gain:.1f} points better than random, not beyond all draws")
    return words.format(what=what, gain=abs(gain.value))


_SHORT: dict[str, Callable[[MeasureResult], str]] = {
    "randomisation": _rho("all_random", translate("TrustWords", "random weights")),
    "mean_map": _rho("likeness", translate("TrustWords", "own mean map")),
    "stability": _stability,
    "truth": _truth,
    "deletion_slots": _rho("agreement", translate("TrustWords", "time slots")),
    "occlusion_regions": _rho("agreement", translate("TrustWords", "regions")),
    "deletion_cells": _deletion,
    "deletion_regions": _deletion,
}
