"""What the checkpoints of a comparison are, side by side: names, preprocessing, configuration, training."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from stadrn_core.compare.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stadrn_core.manifest import Manifest

MISSING = ""


@dataclass(frozen=True)
class Fact:
    """One row of the table.

    Attributes:
        group: ``checkpoint``, ``preprocessing``, ``analysis``, ``configuration`` or ``metadata``.
        name: dotted for nested facts, such as ``alignment.eye_line``.
        values: one for each checkpoint; empty where it has none.
    """

    group: str
    name: str
    values: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the checkpoints differ in it."""
        return len(set(self.values)) > 1


def fact_table(manifests: Sequence[Manifest]) -> list[Fact]:
    """All that is known of the checkpoints and of how they were run.

    ``preprocessing`` is what was done to the recording in these analyses; what a checkpoint states of its own
    preprocessing stands under ``metadata``.
    """
    groups: dict[str, list[dict[str, str]]] = {
        "checkpoint": [_checkpoint(one) for one in manifests],
        "preprocessing": [preprocessing(one) for one in manifests],
        "analysis": [_analysis(one) for one in manifests],
        "configuration": [_flat(one.checkpoint.config) for one in manifests],
        "metadata": [_flat({k: v for k, v in one.checkpoint.metadata.items() if k != "name"}) for one in manifests],
    }
    table = []
    for group, columns in groups.items():
        names = dict.fromkeys(name for column in columns for name in column)
        table += [Fact(group, name, tuple(column.get(name, MISSING) for column in columns)) for name in names]
    return table


def preprocessing(manifest: Manifest) -> dict[str, str]:
    """What was done to the recording before the network: equal values mean that faces are shared."""
    settings = manifest.settings
    return _flat(
        {
            "sample_interval": settings.sample_interval,
            "alignment": asdict(settings.alignment),
            "face": "the largest" if settings.face_choice is None else asdict(settings.face_choice),
        }
    )


def preprocessing_words(manifests: Sequence[Manifest], names: Sequence[str]) -> str:
    """Whether preprocessing is shared, in one sentence; else which facts differ."""
    columns = [preprocessing(one) for one in manifests]
    differing = [name for name in columns[0] if len({column.get(name, MISSING) for column in columns}) > 1]
    if not differing:
        return "All checkpoints share their preprocessing: the same sampled frames and the same aligned faces."
    told = []
    for name in differing:
        values = [f"{column.get(name, MISSING)} ({who})" for who, column in zip(names, columns, strict=True)]
        told.append(f"{name} {', '.join(values)}")
    return f"Preprocessing is not shared, so each checkpoint has faces of its own: {'; '.join(told)}."


def _checkpoint(manifest: Manifest) -> dict[str, str]:
    facts = manifest.checkpoint
    return _flat(
        {
            "name": facts.name,
            "path": facts.path,
            "identity": facts.identity,
            "file_sha256": facts.sha256,
            "trained": facts.trained,
            "known_error": facts.known_error or "unknown",
            "notes": " ".join(facts.notes),
        }
    )


def _analysis(manifest: Manifest) -> dict[str, str]:
    settings = manifest.settings
    return _flat(
        {
            "target_layer": settings.target_layer,
            "slicing": settings.slicing,
            "cells": Grid.of(manifest).words,
            "temporal_stride": manifest.temporal_stride,
            "spatial_stride": manifest.spatial_stride,
            "signed_evidence": manifest.has_signed_points,
            "device": manifest.device,
            "precision": manifest.precision,
            "versions": manifest.versions,
        }
    )


def _flat(facts: Mapping[str, Any], before: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in facts.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{before}{name}.")
        else:
            found[before + name] = MISSING if value is None else _words(value)
    return found


def _words(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list | tuple):
        return " ".join(_words(one) for one in value)
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
