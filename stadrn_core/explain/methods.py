"""The table of methods: what each one is, what its numbers mean, what it costs, and what to beware of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import torch

from stadrn_core.explain.contrast import contrast
from stadrn_core.explain.gradcam import gradcam
from stadrn_core.explain.gradcampp import gradcampp
from stadrn_core.explain.guided_gradcampp import guided_gradcampp
from stadrn_core.explain.hirescam import hirescam
from stadrn_core.explain.input_gradient import gradient_magnitude
from stadrn_core.explain.integrated_gradients import integrated_gradients
from stadrn_core.explain.layercam import layercam
from stadrn_core.explain.occlusion import occlusion
from stadrn_core.explain.passes import LAST_STAGE
from stadrn_core.explain.scorecam import scorecam
from stadrn_core.explain.signed_points import signed_points
from stadrn_core.explain.smoothgrad import smoothgrad
from stadrn_core.explain.stage_contrast import MOST_BASELINE_CLIPS, MOST_STEPS, gradient_contrast, integrated_contrast
from stadrn_core.explain.task import Found
from stadrn_core.model import STAGES, score_from_raw
from stadrn_core.regions.atlas import NUM_REGIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from torch import Tensor

    from stadrn_core.explain.task import Computation, MethodOptions, Sign, Task, Where
    from stadrn_core.networks import NetworkConfig

POINTS = "BDI-II points"
INNER_STAGE = STAGES[1]
POSITIVE_ONLY = "Shows only what raises the score; what lowers it is left out."


@dataclass(frozen=True)
class Cost:
    """Passes of one clip through the whole network, at most."""

    forward: int
    backward: int

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.forward + other.forward, self.backward + other.backward)

    @property
    def words(self) -> str:
        """Such as ``33 forward and 32 backward passes``."""
        total = self.forward + self.backward
        forward = f"{self.forward} forward"
        return f"{forward}{f' and {self.backward} backward' if self.backward else ''} pass{'es' * (total > 1)}"


@dataclass(frozen=True)
class Method:
    """One way to explain a score.

    Attributes:
        title: name for tables and captions.
        words: what it shows, in a plain sentence.
        caution: what to beware of.
        compute: the method.
        unit: of its numbers.
        where: a value for each cell of the stage it is taken at, or for each pixel of each frame.
        sign: ``positive`` numbers are 0 or more, ``signed`` ones raise (above 0) or lower the score.
        layer: whether it is taken at the chosen target layer, always at the last stage, at an inner one (the chosen
            layer, the second stage where the last is chosen), or at none.
        of_linear_head: defined only where global average pooling and one linear layer follow the last stage.
        of_landmarks: needs to know where the face's landmarks lie.
        of_baseline: needs a baseline's evidence to compare with.
        of_baseline_features: needs a baseline's feature maps to compare with.
        input_gradient: needs the true gradient with respect to the input.
        guided: needs guided backpropagation.
        extra: what it costs beside the passes that methods share; None where that is nothing.
    """

    title: str
    words: str
    caution: str
    compute: Callable[[Task], Computation]
    unit: str
    where: Where = "cells"
    sign: Sign = "positive"
    layer: Literal["chosen", "last", "inner"] | None = None
    of_linear_head: bool = False
    of_landmarks: bool = False
    of_baseline: bool = False
    of_baseline_features: bool = False
    input_gradient: bool = False
    guided: bool = False
    extra: Callable[[MethodOptions], Cost] | None = None

    @property
    def is_cheap(self) -> bool:
        """Whether it needs no passes of its own, and nothing but the clip."""
        return self.extra is None and not self.compares

    def target_layer(self, options: MethodOptions) -> str | None:
        """The stage whose feature maps it uses, or None."""
        inner = INNER_STAGE if options.target_layer == LAST_STAGE else options.target_layer
        return {"chosen": options.target_layer, "last": LAST_STAGE, "inner": inner, None: None}[self.layer]

    @property
    def compares(self) -> bool:
        """Whether it shows what differs from a baseline."""
        return self.of_baseline or self.of_baseline_features


def cost(methods: Sequence[str], config: NetworkConfig, options: MethodOptions) -> Cost:
    """What several methods of one clip cost together, a baseline included; the passes that they share count once.

    Args:
        methods: keys of ``METHODS``.
        config: of the network.
        options: of the methods.
    """
    chosen = [METHODS[name] for name in dict.fromkeys(methods)]
    layers = {method.target_layer(options) for method in chosen} - {None}
    differentiated = layers if not config.linear_head else layers - {LAST_STAGE}
    shared = bool(differentiated) or any(method.input_gradient for method in chosen)
    total = Cost(1, shared + any(method.guided for method in chosen))
    if any(method.of_baseline_features for method in chosen):
        total += Cost(MOST_BASELINE_CLIPS, 0)
    for method in chosen:
        if method.extra is not None:
            total += method.extra(options)
    return total


def hindrance(name: str, config: NetworkConfig, options: MethodOptions, has_landmarks: bool) -> str | None:
    """Why a method cannot be computed, in words, or None where it can."""
    method = METHODS[name]
    if method.of_linear_head and not config.linear_head:
        return f"{method.title} needs a network that ends in global average pooling and one linear layer"
    if method.of_landmarks and not has_landmarks:
        return f"{method.title} needs the landmarks of the face"
    if method.of_baseline and options.baseline is None:
        return f"{method.title} needs a baseline to compare with"
    if method.of_baseline_features:
        return _features_hindrance(method, options)
    return None


def _features_hindrance(method: Method, options: MethodOptions) -> str | None:
    layer, features = method.target_layer(options), options.baseline_features
    if features is None:
        return f"{method.title} needs a baseline to compare with"
    if features.layer != layer:
        return f"{method.title} at {layer} needs a baseline of that stage, not of {features.layer}"
    return None


def layer_words(config: NetworkConfig, target_layer: str) -> str:
    """What it means to take a map at a stage: how fine its cells are, and how far it can be trusted."""
    slots, rows, columns = config.map_shape(target_layer)
    temporal, spatial = config.cell_stride(target_layer)
    cells = f"{slots}×{rows}×{columns} cells, {temporal} sampled frames and {spatial} px from one to the next"
    if target_layer != LAST_STAGE:
        return f"{cells}; finer, but later stages still change what a cell counts for: the weights are a local estimate"
    how = "the gradient is known in closed form" if config.linear_head else "dense layers follow"
    return f"{cells}; the last stage, from which the score is made: {how}"


def _at_once(function: Callable[[Tensor, Tensor], Tensor]) -> Callable[[Task], Computation]:
    """A method that is one formula of feature maps and their gradients."""

    def compute(task: Task) -> Computation:
        yield from ()
        return Found(function(*task.target))

    return compute


def _weighted(task: Task) -> Computation:
    yield from ()
    score = score_from_raw(task.captured.raw_output, task.score_range)
    return Found(score * gradcampp(*task.target), {"score": score})


def _points(task: Task) -> Tensor:
    return signed_points(task.target[0], task.model.fc.weight.detach()[0], task.score_range)


def _signed_points(task: Task) -> Computation:
    yield from ()
    points = _points(task)
    return Found(points, {"bias_points": task.score_range * float(task.model.fc.bias.detach()[0])})


def _contrast(task: Task) -> Computation:
    yield from ()
    baseline = task.options.baseline
    assert baseline is not None  # checked before anything is computed
    points = _points(task)
    difference = contrast(np.asarray(points.float().cpu()), baseline)
    return Found(torch.from_numpy(difference).to(points), {"baseline": baseline.words})


def _input_gradient(task: Task) -> Computation:
    yield from ()
    assert task.captured.input_gradient is not None  # the method asks for it
    return Found(gradient_magnitude(task.captured.input_gradient))


def _guided(task: Task) -> Computation:
    yield from ()
    assert task.captured.guided is not None  # the method asks for it
    return Found(gradient_magnitude(task.captured.guided))


def _guided_gradcampp(task: Task) -> Computation:
    yield from ()
    assert task.captured.guided is not None  # the method asks for it
    assert task.layer is not None
    strides = task.model.config.cell_stride(task.layer)
    heat = gradcampp(*task.target)
    return Found(guided_gradcampp(task.captured.guided, heat, strides, task.options.placement))


METHODS: dict[str, Method] = {
    "weighted_gradcampp": Method(
        "Score-weighted Grad-CAM++",
        "The paper's map (eq. 18): where features lie that raise the score, times the score.",
        f"{POSITIVE_ONLY} Where the score is clamped at 0 there is no map.",
        _weighted,
        "Grad-CAM++ × BDI-II points",
        layer="chosen",
    ),
    "gradcampp": Method(
        "Grad-CAM++",
        "Where features lie that raise the score, each channel weighted by its positive gradients.",
        f"{POSITIVE_ONLY} A map that hardly depends on the picture can look right.",
        _at_once(gradcampp),
        "Grad-CAM++, raw",
        layer="chosen",
    ),
    "gradcam": Method(
        "Grad-CAM",
        "Where features lie that raise the score, each channel weighted by its mean gradient.",
        f"{POSITIVE_ONLY} At early stages a mean gradient says little of any one place.",
        _at_once(gradcam),
        "raw output",
        layer="chosen",
    ),
    "layercam": Method(
        "LayerCAM",
        "Where features lie that raise the score, weighted by the positive gradient at their own place.",
        f"{POSITIVE_ONLY} It marks even cells that on the whole lower it.",
        _at_once(layercam),
        "raw output",
        layer="chosen",
    ),
    "hirescam": Method(
        "HiResCAM",
        "By how much the features of each cell raise or lower the raw output, by their gradient at that place.",
        "Exact at a last stage before average pooling; at earlier stages a first-order estimate.",
        _at_once(hirescam),
        "raw output",
        sign="signed",
        layer="chosen",
    ),
    "signed_points": Method(
        "Signed evidence",
        "How many points each cell adds to the clip's score or takes away; with the bias they sum to it, unclamped.",
        "A cell sees far more of the face than its square. Always taken at the last stage.",
        _signed_points,
        POINTS,
        sign="signed",
        layer="last",
        of_linear_head=True,
    ),
    "contrast": Method(
        "Contrast evidence",
        "Signed evidence less that of a baseline: what is different here.",
        "Says nothing of what both have in common. Always taken at the last stage.",
        _contrast,
        POINTS,
        sign="signed",
        layer="last",
        of_linear_head=True,
        of_baseline=True,
    ),
    "integrated_contrast": Method(
        "Integrated contrast",
        "How many points each place adds by differing from a face at rest; they sum to the difference in score.",
        "Depends on the baseline chosen. Taken at the chosen stage, at the second where the last is chosen; its points "
        "are spread over a last-stage cell.",
        integrated_contrast,
        POINTS,
        sign="signed",
        layer="inner",
        of_baseline_features=True,
        extra=lambda options: Cost(min(options.budget, MOST_STEPS) + 1, min(options.budget, MOST_STEPS)),
    ),
    "gradient_contrast": Method(
        "Gradient × contrast",
        "The same by one gradient, at the clip itself: a first-order estimate that needs no way from the baseline.",
        "Its points do not sum to the difference in score. Depends on the baseline chosen, as above.",
        gradient_contrast,
        POINTS,
        sign="signed",
        layer="inner",
        of_baseline_features=True,
    ),
    "scorecam": Method(
        "Score-CAM",
        "Where those channels are active that alone, as a mask on the clip, keep the score highest.",
        f"{POSITIVE_ONLY} Masked clips are unlike any the network knows; only the first channels are looked at.",
        scorecam,
        "feature map, weighted mean",
        layer="chosen",
        extra=lambda options: Cost(options.budget, 0),
    ),
    "input_gradient": Method(
        "Input gradient",
        "How strongly the raw output reacts to a small change of each pixel.",
        "Sensitivity, not contribution; noisy.",
        _input_gradient,
        "raw output per unit of input",
        where="pixels",
        input_gradient=True,
    ),
    "smoothgrad": Method(
        "SmoothGrad",
        "The input gradient, averaged over noisy copies of the clip.",
        "Sensitivity, not contribution, and that of a noisy clip.",
        smoothgrad,
        "raw output per unit of input",
        where="pixels",
        extra=lambda options: Cost(options.budget, options.budget),
    ),
    "integrated_gradients": Method(
        "Integrated gradients",
        "How many points each pixel adds on the way from a neutral clip to this one; they sum to the difference.",
        "Depends on the neutral clip chosen; the gap to the exact sum stands in the manifest.",
        integrated_gradients,
        POINTS,
        where="pixels",
        sign="signed",
        extra=lambda options: Cost(options.budget + 1, options.budget),  # the neutral clip's output, too
    ),
    "guided": Method(
        "Guided backpropagation",
        "Edges of the face that reach the output along positive paths.",
        "Nearly the same for a network with random weights (Adebayo 2018): it shows the picture more than the network.",
        _guided,
        "guided raw output per unit of input",
        where="pixels",
        guided=True,
    ),
    "guided_gradcampp": Method(
        "Guided Grad-CAM++",
        "Guided backpropagation where Grad-CAM++ sees evidence.",
        f"{POSITIVE_ONLY} Its detail is guided backpropagation's, which says little of the network.",
        _guided_gradcampp,
        "guided gradient × Grad-CAM++",
        where="pixels",
        layer="chosen",
        guided=True,
    ),
    "occlusion": Method(
        "Occlusion by region",
        "By how many points the score falls when a region of the face is not to be seen.",
        "A hidden region is unlike any face the network knows; regions act together and do not add up.",
        occlusion,
        POINTS,
        where="pixels",
        sign="signed",
        of_landmarks=True,
        extra=lambda _options: Cost(NUM_REGIONS, 0),
    ),
}
CHEAP = tuple(name for name, method in METHODS.items() if method.is_cheap)
"""What is computed where nothing is chosen."""
