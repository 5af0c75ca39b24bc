"""What panels say of recording, checkpoint, analysis and frame, as names and values in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.figures import format_time, group_digits
from app.quality_track import problem_words
from app.translation import translate
from stadrn_core.severity import SCORE_RANGE
from stadrn_core.types import FaceState

if TYPE_CHECKING:
    from app.workspace import Workspace
    from stadrn_core.checkpoint import LoadedCheckpoint
    from stadrn_core.networks import NetworkConfig
    from stadrn_core.render import DisplayFrame
    from stadrn_core.store import AnalysisStore
    from stadrn_core.types import RecordingInfo

KIND_WORDS = {
    "spatial": "spatial attention",
    "temporal": "temporal attention",
    "fusion_feature": "feature fusion",
    "fusion_vector": "vector fusion",
}
_FACE_WORDS = {
    FaceState.UNKNOWN: "not looked for yet",
    FaceState.FOUND: "found",
    FaceState.INTERPOLATED: "between sampled frames",
    FaceState.HELD: "none, nearest held",
    FaceState.NONE: "none",
    FaceState.DAMAGED: "frame cannot be decoded",
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
        facts["faces"] = "aligned already"
    elif store is not None:
        states = store.face_states()
        looked = int((states != FaceState.UNKNOWN).sum())
        found = int((states == FaceState.FOUND).sum())
        if looked:
            facts["face found"] = f"{group_digits(found)} of {group_digits(looked)}"
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
        "trained": "yes" if checkpoint.is_trained else "no",
        "known error": checkpoint.known_error or "unknown",
        "device": str(checkpoint.device),
        "file": checkpoint.path.name,
        "sha256": _short(checkpoint.sha256),
    }
    for i, note in enumerate(checkpoint.notes):
        facts["assumed" if i == 0 else f"assumed {i + 1}"] = note
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
        "clips": settings.slicing,
        "target layer": settings.target_layer,
        "guided maps": settings.guided,
        "face": "the largest" if choice is None else f"picked in frame {group_digits(choice.frame_index)}",
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
        "cell size": f"{manifest.temporal_stride} sampled frames × {manifest.spatial_stride} px",
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
        "prepared": "prepared engine",
        "autograd": "autograd (network, layer or precision unknown to the engine)",
    }
    return {"explained by": ", ".join(words[way] for way in ways)} if ways else {}


def clips_words(store: AnalysisStore) -> str:
    """``5 of 12 clips so far, 1 skipped``: explained clips, of all."""
    total = store.plan.num_clips
    skipped = sum(record.skipped_reason is not None for record in store.records.values())
    explained = f"{len(store.records) - skipped} of {total} {'clip' if total == 1 else 'clips'}"
    return explained + ("" if store.is_complete else " so far") + (f", {skipped} skipped" if skipped else "")


def frame_facts(workspace: Workspace) -> dict[str, str]:
    """Where the playhead stands."""
    info = workspace.recording
    if info is None:
        return {}
    display = workspace.display
    i = display.frame_index if display is not None else workspace.playhead
    facts = {
        "frame": f"{group_digits(i)} of {group_digits(info.num_frames)}",
        "time": format_time(float(info.pts_seconds[i])),
    }
    plan = workspace.plan
    if plan is not None:
        clips = plan.clips_of(i)
        names = " + ".join(str(k + 1) for k in clips)
        facts["clip" if len(clips) < 2 else "clips"] = f"{names} of {plan.num_clips}" if clips else "none"
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
        facts["faces held"] = f"{held} of {store.plan.clip_length}" if held else "none"
    if display.guided_frame_index is not None and display.guided is not None:
        facts["guided map of"] = f"frame {group_digits(display.guided_frame_index)}"
    return facts


def warnings_of_frame(workspace: Workspace) -> list[tuple[bool, str]]:
    """(is grave, sentence): what a responsible reader is told of what is shown now."""
    store, display, view = workspace.store, workspace.display, workspace.view
    checkpoint = store.manifest.checkpoint if store else workspace.checkpoint
    caution = checkpoint.caution if checkpoint else None
    found: list[tuple[bool, str]] = [(True, caution)] if caution else []
    if store is None or display is None:
        return found
    if display.score is not None:
        clips = [store.records[i] for i in display.explained_clips if i in store.records]
        if any(record.score == 0 for record in clips):
            found.append(
                (True, "The raw output is not above 0: the score is clamped at 0, and the score-weighted map is empty.")
            )
        if display.score > SCORE_RANGE:
            found.append((True, "The score is above 63, the end of the questionnaire; it is shown as it is."))
    if display.placement.state in (FaceState.NONE, FaceState.HELD):
        found.append((True, "No face in this frame. In a clip the nearest face is held in its place."))
    if display.placement.state is FaceState.DAMAGED:
        found.append((True, "This frame cannot be decoded. In a clip the nearest face is held in its place."))
    found += _quality_warnings(store, display)
    skipped = [store.records[i] for i in display.clip_indices if i in store.records and store.records[i].skipped_reason]
    found += [(True, f"Clip {record.clip_index + 1} was skipped: {record.skipped_reason}.") for record in skipped]
    found += [(False, f"{remark[:1].upper()}{remark[1:]}.") for remark in display.remarks]
    if display.heat is not None:
        found += _map_warnings(workspace)
    if not store.manifest.has_signed_points:
        found.append((False, "At this layer Grad-CAM++ is a heuristic: its closed form does not hold here."))
    if view.placement == "resize" and display.heat is not None:
        found.append(
            (
                False,
                f"Placed by the usual resize: the map lies {(store.manifest.spatial_stride - 1) / 2:g} px and "
                f"{(store.manifest.temporal_stride - 1) / 2:g} sampled frames beside its cells.",
            )
        )
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
    for clip_index in display.clip_indices:
        count = int((problems[store.plan.positions[clip_index]] > 0).sum())
        if count:
            text = translate("Facts", "Clip {number}: the face is hard to judge in {count} of {total} frames.")
            found.append((False, text.format(number=clip_index + 1, count=count, total=store.plan.clip_length)))
    return found


def _map_warnings(workspace: Workspace) -> list[tuple[bool, str]]:
    store, view = workspace.store, workspace.view
    if store is None:
        return []
    manifest, found = store.manifest, []
    cell = f"{manifest.temporal_stride} sampled frames × {manifest.spatial_stride} px"
    found.append((False, f"A cell is {cell}; nothing smaller can be told apart, however smooth it looks."))
    if view.quantity in ("weighted", "unweighted", "gradcam"):
        method = "Grad-CAM" if view.quantity == "gradcam" else "Grad-CAM++"
        found.append((False, f"{method} shows only what raises the score. Signed evidence shows both."))
    if view.quantity == "signed" and len(workspace.plan.clips_of(workspace.playhead) if workspace.plan else ()) > 1:
        found.append(
            (False, "Clips overlap here: points add up to the raw score within each clip, not over the recording.")
        )
    return found


def _short(digest: str) -> str:
    return f"{digest[:12]}…" if len(digest) > 12 else digest
