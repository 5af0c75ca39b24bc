"""What panels say of recording, checkpoint, analysis and frame, as names and values in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.core_sentences import in_own_words
from app.figures import format_time, group_digits
from app.quality_track import problem_words
from app.translation import translate
from stadrn_core.severity import SCORE_RANGE
from stadrn_core.types import FaceState

if TYPE_CHECKING:
    from app.workspace import Workspace
    from stadrn_core.checkpoint import LoadedCheckpoint
    from stadrn_core.manifest import Manifest
    from stadrn_core.networks import NetworkConfig
    from stadrn_core.render import DisplayFrame
    from stadrn_core.store import AnalysisStore
    from stadrn_core.types import FaceChoice, RecordingInfo

FACT_NAMES = (
    str(QT_TRANSLATE_NOOP("Facts", "length")),
    str(QT_TRANSLATE_NOOP("Facts", "frames")),
    str(QT_TRANSLATE_NOOP("Facts", "rate")),
    str(QT_TRANSLATE_NOOP("Facts", "size")),
    str(QT_TRANSLATE_NOOP("Facts", "codec")),
    str(QT_TRANSLATE_NOOP("Facts", "faces")),
    str(QT_TRANSLATE_NOOP("Facts", "face found")),
    str(QT_TRANSLATE_NOOP("Facts", "turned by")),
    str(QT_TRANSLATE_NOOP("Facts", "folder")),
    str(QT_TRANSLATE_NOOP("Facts", "sha256")),
    str(QT_TRANSLATE_NOOP("Facts", "name")),
    str(QT_TRANSLATE_NOOP("Facts", "network")),
    str(QT_TRANSLATE_NOOP("Facts", "width")),
    str(QT_TRANSLATE_NOOP("Facts", "kind")),
    str(QT_TRANSLATE_NOOP("Facts", "groups K")),
    str(QT_TRANSLATE_NOOP("Facts", "features")),
    str(QT_TRANSLATE_NOOP("Facts", "blocks")),
    str(QT_TRANSLATE_NOOP("Facts", "parameters")),
    str(QT_TRANSLATE_NOOP("Facts", "clip")),
    str(QT_TRANSLATE_NOOP("Facts", "trained")),
    str(QT_TRANSLATE_NOOP("Facts", "known error")),
    str(QT_TRANSLATE_NOOP("Facts", "device")),
    str(QT_TRANSLATE_NOOP("Facts", "file")),
    str(QT_TRANSLATE_NOOP("Facts", "assumed")),
    str(QT_TRANSLATE_NOOP("Facts", "sample interval")),
    str(QT_TRANSLATE_NOOP("Facts", "clips")),
    str(QT_TRANSLATE_NOOP("Facts", "target layer")),
    str(QT_TRANSLATE_NOOP("Facts", "guided maps")),
    str(QT_TRANSLATE_NOOP("Facts", "face")),
    str(QT_TRANSLATE_NOOP("Facts", "eye line")),
    str(QT_TRANSLATE_NOOP("Facts", "number of clips")),
    str(QT_TRANSLATE_NOOP("Facts", "cells")),
    str(QT_TRANSLATE_NOOP("Facts", "cell size")),
    str(QT_TRANSLATE_NOOP("Facts", "computed on")),
    str(QT_TRANSLATE_NOOP("Facts", "explained by")),
    str(QT_TRANSLATE_NOOP("Facts", "created")),
    str(QT_TRANSLATE_NOOP("Facts", "frame")),
    str(QT_TRANSLATE_NOOP("Facts", "time")),
    str(QT_TRANSLATE_NOOP("Facts", "raw output")),
    str(QT_TRANSLATE_NOOP("Facts", "faces held")),
    str(QT_TRANSLATE_NOOP("Facts", "guided map of")),
)
"""Names of facts: keys here, translated where they are shown."""
KIND_WORDS = {
    "spatial": translate("Facts", "spatial attention"),
    "temporal": translate("Facts", "temporal attention"),
    "fusion_feature": translate("Facts", "feature fusion"),
    "fusion_vector": translate("Facts", "vector fusion"),
}
_SETTING_WORDS = {
    "published": translate("Facts", "as published"),
    "contiguous": translate("Facts", "contiguous"),
    "stored": translate("Facts", "stored"),
    "on demand": translate("Facts", "on demand"),
    "none": translate("Facts", "none"),
}
_FACE_WORDS = {
    FaceState.UNKNOWN: translate("Facts", "not looked for yet"),
    FaceState.FOUND: translate("Facts", "found"),
    FaceState.INTERPOLATED: translate("Facts", "between sampled frames"),
    FaceState.HELD: translate("Facts", "none, nearest held"),
    FaceState.NONE: translate("Facts", "none"),
    FaceState.DAMAGED: translate("Facts", "frame cannot be decoded"),
}


def recording_facts(info: RecordingInfo, store: AnalysisStore | None, whole: bool = False) -> dict[str, str]:
    """Facts of a recording; ``whole`` adds folder and hash."""
    facts = {
        "length": format_time(info.duration_seconds),
        "frames": group_digits(info.num_frames),
        "rate": f"{info.frame_rate:.4g} fps",
        "size": f"{info.width}×{info.height} px",
        "codec": info.codec,
    }
    if info.is_aligned:
        facts["faces"] = translate("Facts", "aligned already")
    elif store is not None:
        states = store.face_states()
        looked = int((states != FaceState.UNKNOWN).sum())
        found = int((states == FaceState.FOUND).sum())
        if looked:
            facts["face found"] = _part_of(found, looked)
    if whole:
        if info.rotation_degrees:
            facts["turned by"] = f"{info.rotation_degrees}°"
        facts["folder"] = str(info.path.parent)
        if store is not None:
            facts["sha256"] = _short(store.manifest.recording.sha256)
    return facts


def checkpoint_line(checkpoint: LoadedCheckpoint) -> str:
    """A checkpoint in one line."""
    config = checkpoint.config
    if config.architecture != "sta_drn":
        return config.title
    return f"K {config.groups} · {KIND_WORDS.get(config.kind, config.kind)}"


def checkpoint_facts(checkpoint: LoadedCheckpoint) -> dict[str, str]:
    """Facts of a checkpoint."""
    config = checkpoint.config
    parameters = sum(parameter.numel() for parameter in checkpoint.model.parameters())
    facts = {
        "name": checkpoint.name,
        **_network_facts(config),
        "blocks": "-".join(str(n) for n in config.num_blocks),
        "parameters": f"{parameters / 1e6:.2f} M",
        "clip": f"{config.clip_length} × {config.frame_size} × {config.frame_size}",
        "trained": translate("Facts", "yes") if checkpoint.is_trained else translate("Facts", "no"),
        "known error": in_own_words(checkpoint.known_error or translate("Facts", "unknown")),
        "device": str(checkpoint.device),
        "file": checkpoint.path.name,
        "sha256": _short(checkpoint.sha256),
    }
    for i, note in enumerate(checkpoint.notes):
        facts["assumed" if i == 0 else f"assumed {i + 1}"] = in_own_words(note)
    return facts


def _network_facts(config: NetworkConfig) -> dict[str, str]:
    if config.architecture != "sta_drn":
        return {"network": config.title, "width": str(config.width)}
    return {
        "kind": KIND_WORDS.get(config.kind, config.kind),
        "groups K": str(config.groups),
        "features": str(config.features),
    }


def analysis_facts(workspace: Workspace) -> dict[str, str]:
    """Settings of the analysis that is shown, or would be made."""
    store = workspace.store
    settings = store.manifest.settings if store else workspace.settings
    choice = settings.face_choice
    facts = {
        "sample interval": str(settings.sample_interval),
        "clips": _SETTING_WORDS[settings.slicing],
        "target layer": settings.target_layer,
        "guided maps": _SETTING_WORDS[settings.guided],
        "face": _face_words(choice),
        "eye line": f"{settings.alignment.eye_line:.2f}",
    }
    if workspace.plan is not None:
        facts["number of clips"] = group_digits(workspace.plan.num_clips)
    if store is None:
        return facts
    # Imported with the analysis already.
    from stadrn_core.manifest import computed_on

    manifest = store.manifest
    slots, rows, columns = manifest.map_shape
    facts |= {
        "cells": f"{slots}×{rows}×{columns}",
        "cell size": _cell_words(manifest),
        "computed on": computed_on(manifest, store.records.values()),
        **_way_fact(store),
        "created": manifest.created.replace("T", " ").removesuffix("+00:00"),
        **manifest.versions,
        "folder": str(store.path),
    }
    return facts


def _way_fact(store: AnalysisStore) -> dict[str, str]:
    """How the clips were explained, where that is known: a network that the engine does not know takes longer."""
    ways = sorted({record.way for record in store.records.values() if record.way})
    words = {
        "prepared": translate("Facts", "prepared engine"),
        "autograd": translate("Facts", "autograd (network, layer or precision unknown to the engine)"),
    }
    return {"explained by": ", ".join(words[way] for way in ways)} if ways else {}


def clips_words(store: AnalysisStore) -> str:
    """``5 of 12 clips so far, 1 skipped``: explained clips, of all."""
    total = store.plan.num_clips
    skipped = sum(record.skipped_reason is not None for record in store.records.values())
    explained = (
        translate("Facts", "{done} of {total} clips")
        if store.is_complete
        else translate("Facts", "{done} of {total} clips so far")
    )
    words = explained.format(done=len(store.records) - skipped, total=total)
    if skipped:
        words = translate("Facts", "{clips}, {skipped} skipped").format(clips=words, skipped=skipped)
    return words


def _part_of(part: int, total: int) -> str:
    return translate("Facts", "{part} of {total}").format(part=group_digits(part), total=group_digits(total))


def _face_words(choice: FaceChoice | None) -> str:
    if choice is None:
        return translate("Facts", "the largest")
    return translate("Facts", "picked in frame {frame}").format(frame=group_digits(choice.frame_index))


def _cell_words(manifest: Manifest) -> str:
    return translate("Facts", "{frames} sampled frames × {pixels} px").format(
        frames=manifest.temporal_stride, pixels=manifest.spatial_stride
    )


def frame_facts(workspace: Workspace) -> dict[str, str]:
    """Where the playhead stands."""
    info = workspace.recording
    if info is None:
        return {}
    display = workspace.display
    i = display.frame_index if display is not None else workspace.playhead
    facts = {
        "frame": _part_of(i, info.num_frames),
        "time": format_time(float(info.pts_seconds[i])),
    }
    plan = workspace.plan
    if plan is not None:
        clips = plan.clips_of(i)
        names = " + ".join(str(k + 1) for k in clips)
        text = translate("Facts", "{part} of {total}") if clips else translate("Facts", "none")
        facts["clip" if len(clips) < 2 else "clips"] = text.format(part=names, total=plan.num_clips)
        if clips:
            first = int(plan.span(clips[0])[0])
            last = min(int(plan.span(clips[-1])[1]), info.num_frames) - 1
            facts["frames"] = f"{group_digits(first)} – {group_digits(last)}"
    if display is not None:
        facts["face"] = _FACE_WORDS[display.placement.state]
        facts |= _clip_facts(workspace)
    return facts


def _clip_facts(workspace: Workspace) -> dict[str, str]:
    store, display = workspace.store, workspace.display
    if store is None or display is None or not display.explained_clips:
        return {}
    records = [store.records[k] for k in display.explained_clips if k in store.records]
    raw = [record.raw_output for record in records if record.raw_output is not None]
    facts = {"raw output": " · ".join(f"{value:+.3f}" for value in raw)} if raw else {}
    if len(records) == 1:
        held = records[0].num_held
        facts["faces held"] = _part_of(held, store.plan.clip_length) if held else translate("Facts", "none")
    if display.guided_frame_index is not None and display.guided is not None:
        frame = group_digits(display.guided_frame_index)
        facts["guided map of"] = translate("Facts", "frame {frame}").format(frame=frame)
    return facts


def warnings_of_frame(workspace: Workspace) -> list[tuple[bool, str]]:
    """(is grave, sentence): what a responsible reader is told of what is shown now."""
    store, display, view = workspace.store, workspace.display, workspace.view
    checkpoint = store.manifest.checkpoint if store else workspace.checkpoint
    caution = checkpoint.caution if checkpoint else None
    found: list[tuple[bool, str]] = [(True, in_own_words(caution))] if caution else []
    if store is None or display is None:
        return found
    if display.score is not None:
        clips = [store.records[i] for i in display.explained_clips if i in store.records]
        if any(record.score == 0 for record in clips):
            text = translate(
                "Facts",
                "The raw output is not above 0: the score is clamped at 0, and the score-weighted map is empty.",
            )
            found.append((True, text))
        if display.score > SCORE_RANGE:
            found.append(
                (True, translate("Facts", "The score is above 63, the end of the questionnaire; it is shown as it is."))
            )
    if display.placement.state in (FaceState.NONE, FaceState.HELD):
        text = translate("Facts", "No face in this frame. In a clip the nearest face is held in its place.")
        found.append((True, text))
    if display.placement.state is FaceState.DAMAGED:
        text = translate("Facts", "This frame cannot be decoded. In a clip the nearest face is held in its place.")
        found.append((True, text))
    found += _quality_warnings(store, display)
    skipped = [store.records[i] for i in display.clip_indices if i in store.records and store.records[i].skipped_reason]
    for record in skipped:
        text = translate("Facts", "Clip {number} was skipped: {reason}.")
        reason = in_own_words(record.skipped_reason or "")
        found.append((True, text.format(number=record.clip_index + 1, reason=reason)))
    found += [(False, _sentence(in_own_words(remark))) for remark in display.remarks]
    if display.heat is not None:
        found += _map_warnings(workspace)
    found += _guided_warnings(workspace)
    if not store.manifest.has_signed_points:
        text = translate("Facts", "At this layer Grad-CAM++ is a heuristic: its closed form does not hold here.")
        found.append((False, text))
    if view.placement == "resize" and display.heat is not None:
        text = translate(
            "Facts",
            "Placed by the usual resize: the map lies {pixels:g} px and {frames:g} sampled frames beside its cells.",
        )
        strides = store.manifest.spatial_stride, store.manifest.temporal_stride
        pixels, frames = ((stride - 1) / 2 for stride in strides)
        found.append((False, text.format(pixels=pixels, frames=frames)))
    return found


def _quality_warnings(store: AnalysisStore, display: DisplayFrame) -> list[tuple[bool, str]]:
    quality = store.face_quality()
    if quality is None:
        return []
    problems = quality.problems
    position = min(display.frame_index // store.plan.sample_interval, len(problems) - 1)
    found = []
    if words := problem_words(int(problems[position])):
        text = translate("Facts", "Here: {problems}. Map and score may be less reliable.")
        found.append((True, text.format(problems=words)))
    if quality.is_clipping_unknown[position]:
        text = translate(
            "Facts", "Whether parts of this face are burnt out or black is not known: an earlier version measured it."
        )
        found.append((False, text))
    for clip_index in display.clip_indices:
        count = int((problems[store.plan.positions[clip_index]] > 0).sum())
        if count:
            text = translate("Facts", "Clip {number}: the face is hard to judge in {count} of {total} frames.")
            found.append((False, text.format(number=clip_index + 1, count=count, total=store.plan.clip_length)))
    return found


def _guided_warnings(workspace: Workspace) -> list[tuple[bool, str]]:
    """Guided maps that are computed when they are looked at may be so in another precision than the stored maps."""
    store, checkpoint = workspace.store, workspace.checkpoint
    if store is None or checkpoint is None or store.manifest.settings.guided != "on demand":
        return []
    from stadrn_core.analyze import guided_precision
    from stadrn_core.device import Device

    settings = store.manifest.settings
    precision = guided_precision(settings, Device(checkpoint.device))
    if precision == settings.precision:
        return []
    text = translate(
        "Facts",
        "Guided maps are computed in {precision} here, as the {device} does not compute in {wanted} like the analysis.",
    ).format(precision=precision, device=checkpoint.device.type.upper(), wanted=settings.precision)
    return [(True, text)]


def _map_warnings(workspace: Workspace) -> list[tuple[bool, str]]:
    store, view = workspace.store, workspace.view
    if store is None:
        return []
    manifest, found = store.manifest, []
    text = translate("Facts", "A cell is {cell}; nothing smaller can be told apart, however smooth it looks.")
    found.append((False, text.format(cell=_cell_words(manifest))))
    if view.quantity in ("weighted", "unweighted", "gradcam"):
        method = "Grad-CAM" if view.quantity == "gradcam" else "Grad-CAM++"
        text = translate("Facts", "{method} shows only what raises the score. Signed evidence shows both.")
        found.append((False, text.format(method=method)))
    if view.quantity == "signed" and len(workspace.plan.clips_of(workspace.playhead) if workspace.plan else ()) > 1:
        text = translate(
            "Facts", "Clips overlap here: points add up to the raw score within each clip, not over the recording."
        )
        found.append((False, text))
    return found


def _sentence(remark: str) -> str:
    return f"{remark[:1].upper()}{remark[1:]}."


def _short(digest: str) -> str:
    return f"{digest[:12]}…" if len(digest) > 12 else digest
