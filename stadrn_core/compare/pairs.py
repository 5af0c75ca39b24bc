"""Two checkpoints on one recording, clip by clip: scores against each other, and maps where they can be compared."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from stadrn_core.compare.agreement import BlandAltman, Overlap, bland_altman, overlap, ranks
from stadrn_core.compare.grid import Grid, common_grid, on_grid, stride_px
from stadrn_core.regions.intervals import LEAST_CLIPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stadrn_core.compare.members import Member
    from stadrn_core.manifest import Manifest
    from stadrn_core.types import Float32Array, Float64Array
    from stadrn_core.view import AnalysisView

ComparedQuantity = Literal["signed_points", "gradcampp"]
COMPARED_QUANTITIES: tuple[ComparedQuantity, ...] = get_args(ComparedQuantity)


@dataclass(frozen=True)
class PairClip:
    """One clip in both analyses.

    Attributes:
        clip_index: 0-based.
        difference: score less the reference's, BDI-II points.
        spearman: rank correlation of the maps over all cells; NaN where they cannot be compared.
        overlap: of the hottest tenth of cells; None where the maps cannot be compared.
    """

    clip_index: int
    difference: float
    spearman: float = math.nan
    overlap: Overlap | None = None


@dataclass(frozen=True)
class Pair:
    """A checkpoint against a reference.

    Attributes:
        reference: the one that is subtracted.
        member: the other.
        clips: those explained in both, in their order; none where the clips are cut differently.
        scores: Bland–Altman over these clips.
        grid: on which the maps were compared, or None.
        other_clips_spearman: mean rank correlation of one's map of a clip with the other's map of another clip, over
            all such pairs: what the maps have in common without looking at the same moment; NaN with one clip.
        refused: why clips or maps cannot be compared, or None.
    """

    reference: Member
    member: Member
    clips: tuple[PairClip, ...]
    scores: BlandAltman
    grid: Grid | None
    other_clips_spearman: float
    refused: str | None

    def mean_of(self, name: Literal["spearman", "jaccard", "by_chance"]) -> float:
        """Mean over the clips that have this number; NaN where none has."""
        values = [clip.spearman if name == "spearman" else _of_overlap(clip, name) for clip in self.clips]
        known = [value for value in values if not math.isnan(value)]
        return float(np.mean(known)) if known else math.nan


def clips_refused(a: Manifest, b: Manifest, same_clips: bool) -> str | None:
    """Why clips of two analyses are not the same stretches of the recording; None where they are."""
    if same_clips:
        return None
    words = [
        f"{one.settings.slicing} clips of every {one.settings.sample_interval} frames"
        f" and length {one.checkpoint.config.get('clip_length', '?')}"
        for one in (a, b)
    ]
    return f"the clips are not the same stretches of the recording ({words[0]}; {words[1]})"


def maps_refused(a: Manifest, b: Manifest, quantity: ComparedQuantity) -> str | None:
    """Why maps of the same clips cannot be compared cell by cell; None where they can."""
    for one in (a, b):
        if quantity == "signed_points" and not one.has_signed_points:
            return (
                f"{one.checkpoint.name} has no signed evidence (layer {one.settings.target_layer}): it exists at the "
                "last stage of networks that end in a mean and one linear layer. Compare gradcampp instead"
            )
    first, second = a.settings, b.settings
    if replace(first.alignment, size_px=1) != replace(second.alignment, size_px=1):
        return "the faces are aligned differently, so cells lie on different parts of the face"
    if first.face_choice != second.face_choice:
        return "another face was picked"
    grid = common_grid([a, b])
    if any(stride_px(one, grid) is None for one in (a, b)):
        sides = f"{first.alignment.size_px} and {second.alignment.size_px} px"
        return f"their cells have no common grid on faces of {sides}"
    return None


def refusal(a: AnalysisView, b: AnalysisView, quantity: ComparedQuantity) -> str | None:
    """Why the maps of two analyses cannot be compared clip by clip and cell by cell; None where they can."""
    same_clips = have_same_clips(a, b)
    return clips_refused(a.manifest, b.manifest, same_clips) or maps_refused(a.manifest, b.manifest, quantity)


def compare_pair(reference: Member, member: Member, quantity: ComparedQuantity = "signed_points") -> Pair:
    """Compare two checkpoints over the clips that are explained in both so far.

    Raises:
        ValueError: there is no such quantity.
    """
    if quantity not in COMPARED_QUANTITIES:
        raise ValueError(f"quantity must be one of {COMPARED_QUANTITIES}, got {quantity!r}")
    a, b = reference.store, member.store
    shared = shared_clips(reference, member) if have_same_clips(a, b) else []
    differences = [PairClip(i, _score(b, i) - _score(a, i)) for i in shared]
    scores = bland_altman(np.array([_score(b, i) for i in shared]), np.array([_score(a, i) for i in shared]))
    refused = refusal(a, b, quantity)
    if refused is not None:
        return Pair(reference, member, tuple(differences), scores, None, math.nan, refused)
    grid = common_grid([a.manifest, b.manifest])
    views = on_grid(a, grid), on_grid(b, grid)
    clips, vectors = [], []
    for clip in differences:
        first, second = (_cells(view, clip.clip_index, quantity) for view in views)
        of_ranks = ranks(first), ranks(second)
        vectors.append(of_ranks)
        clips.append(replace(clip, spearman=_product(*of_ranks), overlap=overlap(first, second)))
    return Pair(reference, member, tuple(clips), scores, grid, _mean_of_others(vectors), None)


def have_same_clips(a: AnalysisView, b: AnalysisView) -> bool:
    """Whether both cut the recording into the same clips."""
    return np.array_equal(a.plan.frame_indices, b.plan.frame_indices) and np.array_equal(
        a.plan.positions, b.plan.positions
    )


def shared_clips(a: Member, b: Member) -> list[int]:
    """Clips explained in both."""
    return sorted(
        i
        for i in set(a.store.records) & set(b.store.records)
        if a.store.records[i].score is not None and b.store.records[i].score is not None
    )


def cautions(members: Sequence[Member], pairs: Sequence[Pair]) -> list[str]:
    """What a reader of the numbers must know, in whole sentences."""
    told = []
    plan = members[0].store.plan
    counts = np.bincount(plan.positions.ravel()) if plan.num_clips > 1 else np.zeros(1, int)
    shared = float((counts > 1).sum() / len(plan.frame_indices))
    words = f"; {shared:.0%} of the sampled frames belong to more than one clip" if shared else ""
    told.append(
        f"Neighbouring clips show nearly the same and are no independent draws{words}: bias, limits of agreement and "
        "map correlations describe this recording, and no test of them is given."
    )
    fewest = min((pair.scores.n for pair in pairs), default=0)
    if 0 < fewest < LEAST_CLIPS:
        told.append(f"With {fewest} clips, standard deviation and limits of agreement are hardly known.")
    for member in members:
        store = member.store
        if not store.is_complete:
            told.append(f"{member.name}: unfinished, {len(store.records)} of {store.plan.num_clips} clips are done.")
    told += [f"{pair.member.name} against {pair.reference.name}: {pair.refused}." for pair in pairs if pair.refused]
    told += [
        f"{pair.member.name} against {pair.reference.name}: maps on the coarser cells of both, {pair.grid.words}."
        for pair in pairs
        if pair.grid is not None
        and {Grid.of(pair.member.store.manifest), Grid.of(pair.reference.store.manifest)} != {pair.grid}
    ]
    told += [caution for caution in dict.fromkeys(m.store.manifest.checkpoint.caution for m in members) if caution]
    return told


def _score(store: AnalysisView, clip_index: int) -> float:
    score = store.records[clip_index].score
    if score is None:
        raise ValueError(f"clip {clip_index} was skipped")
    return score


def _cells(view: AnalysisView, clip_index: int, quantity: ComparedQuantity) -> Float32Array:
    maps = view.clip_maps(clip_index)
    if quantity == "gradcampp":
        return maps.gradcampp
    if maps.signed_points is None:
        raise ValueError("no signed points in this analysis")
    return maps.signed_points


def _product(a: Float64Array | None, b: Float64Array | None) -> float:
    return math.nan if a is None or b is None else float(np.clip(a @ b, -1, 1))


def _mean_of_others(vectors: Sequence[tuple[Float64Array | None, Float64Array | None]]) -> float:
    known = [(a, b) for a, b in vectors if a is not None and b is not None]
    if len(known) < 2:
        return math.nan
    products = np.stack([a for a, _ in known]) @ np.stack([b for _, b in known]).T
    return float((products.sum() - np.trace(products)) / (products.size - len(products)))


def _of_overlap(clip: PairClip, name: Literal["jaccard", "by_chance"]) -> float:
    return math.nan if clip.overlap is None else float(getattr(clip.overlap, name))
