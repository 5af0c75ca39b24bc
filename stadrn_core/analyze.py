"""Ties the stages together: recording and checkpoint in, a stored analysis out, clip by clip."""

from __future__ import annotations

import dataclasses
import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.checkpoint import LoadedCheckpoint, load_checkpoint
from stadrn_core.chunk_cache import DEFAULT_LIMIT_BYTES, ChunkCache, trim
from stadrn_core.clip_faces import ClipFaces
from stadrn_core.clips import LEAST_FACE_SHARE, clip_tensor, make_plan
from stadrn_core.damage import damage_warning
from stadrn_core.device import Device
from stadrn_core.errors import DeviceError, FaceError, StoreError
from stadrn_core.explain.clip import ClipExplainer
from stadrn_core.explain.queue import ClipQueue
from stadrn_core.face_pool import FacePool
from stadrn_core.folders import analyses_folder, make_private
from stadrn_core.manifest import AnalysisSettings, CheckpointFacts, ClipRecord, Manifest, RecordingFacts, same_analysis
from stadrn_core.one_clip import stored_clip
from stadrn_core.stopwatch import Stopwatch
from stadrn_core.store import AnalysisStore, ClipMaps
from stadrn_core.store_layout import estimate_bytes
from stadrn_core.types import Explanation, FaceState, Fallback, Float32Array, FrameSource, IntArray, Precision, Progress
from stadrn_core.video import hash_recording, open_recording

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from stadrn_core.video import RecordingIndex

CLIPS_BETWEEN_TRIMS = 16
VERSIONED = ("stadrn-workbench", "torch", "numpy", "opencv-python-headless", "dlib-bin", "av", "zarr")


@dataclass(frozen=True)
class ClipResult:
    """One finished clip, for notebooks.

    Attributes:
        record: score, face counts and summaries.
        frame_indices: (T,) source frames of the clip.
        maps: raw maps, or None if the clip was skipped.
        store: the whole analysis so far.
    """

    record: ClipRecord
    frame_indices: IntArray
    maps: ClipMaps | None
    store: AnalysisStore


def analysis_folder(recording_sha256: str, checkpoint_identity: str, settings: AnalysisSettings) -> Path:
    """Where the application keeps the analysis of one recording, checkpoint and settings."""
    return analyses_folder() / f"{settings.key(recording_sha256, checkpoint_identity)}.zarr"


def settings_for(checkpoint: LoadedCheckpoint, settings: AnalysisSettings | None = None) -> AnalysisSettings:
    """Settings completed by what the checkpoint says.

    Its frame size always; where none are given, its sampling and alignment too.
    """
    if settings is None:
        facts = checkpoint.preprocessing
        settings = AnalysisSettings(sample_interval=int(facts.get("sample_interval", AnalysisSettings.sample_interval)))
        known = {field.name for field in dataclasses.fields(settings.alignment)}
        stated = {name: value for name, value in facts.get("alignment", {}).items() if name in known}
        settings = dataclasses.replace(settings, alignment=dataclasses.replace(settings.alignment, **stated))
    alignment = dataclasses.replace(settings.alignment, size_px=checkpoint.config.frame_size)
    return dataclasses.replace(settings, alignment=alignment)


def analyze_video(
    path: str | Path,
    checkpoint: LoadedCheckpoint | str | Path,
    settings: AnalysisSettings | None = None,
    folder: Path | None = None,
) -> Iterator[ClipResult]:
    """Analyse a recording clip by clip, for notebooks and scripts.

    Clips that a stored analysis holds already are yielded from it without being computed again.

    Args:
        path: a video file, or a folder of images.
        checkpoint: loaded, or the path of one.
        settings: defaults from the checkpoint where None.
        folder: where the analysis is kept; the user's data folder where None.

    Raises:
        VideoError, CheckpointError, FaceError, StoreError: with the reason and the remedy.
    """
    if not isinstance(checkpoint, LoadedCheckpoint):
        checkpoint = load_checkpoint(checkpoint)
    analysis = Analysis(path, checkpoint, settings, folder)
    yielded: set[int] = set()
    for _ in analysis.run():
        store = analysis.store
        if store is None:
            continue
        for i in sorted(set(store.records) - yielded):
            yielded.add(i)
            record = store.records[i]
            maps = None if record.skipped_reason else store.clip_maps(i)
            yield ClipResult(record, store.plan.clip_frames(i), maps, store)


class Analysis:
    """One run of one checkpoint over one recording. Not a thread: ``run`` is a generator, cancelled by closing it.

    Args:
        recording_path: a video file, or a folder of images.
        checkpoint: the model.
        settings: defaults from the checkpoint where None.
        folder: the store's folder; chosen by content under the user's data folder where None.
        num_processes: face processes, as ``FacePool`` takes them: 2 where None, 0 works in this process.
        landmark_model: dlib's 68-landmark file; the installed package's where None.
        index: ``index`` of an open source of the recording; made anew where None.
        recording_sha256: ``hash_recording`` of it; computed where None.
        cache_bytes: what the aligned faces of all recordings may take in the user's cache folder, where the next
            analysis of this recording finds them; 0 keeps none and looks for none.

    Attributes:
        store: the results, from the first steps of ``run`` on.
        index: of the recording, likewise.
    """

    def __init__(
        self,
        recording_path: str | Path,
        checkpoint: LoadedCheckpoint,
        settings: AnalysisSettings | None = None,
        folder: Path | None = None,
        *,
        num_processes: int | None = None,
        landmark_model: Path | None = None,
        index: RecordingIndex | None = None,
        recording_sha256: str | None = None,
        cache_bytes: int = DEFAULT_LIMIT_BYTES,
    ) -> None:
        self.recording_path = Path(recording_path)
        self.checkpoint = checkpoint
        self.settings = settings_for(checkpoint, settings)
        self.folder = folder
        self.store: AnalysisStore | None = None
        self._num_processes = num_processes
        self._landmark_model = landmark_model
        self.index = index
        self._recording_sha256 = recording_sha256
        self._cache_bytes = cache_bytes

    def run(self, priority: Callable[[], int] | None = None) -> Iterator[Progress | ClipRecord | Fallback]:
        """Do what is left to do: progress, and a record after each clip that is safely on disk.

        A ``Fallback`` says what has to be told where the device's memory does not suffice.

        Args:
            priority: tells the frame to begin with; read again before each clip, and clips nearest to it come first.

        Raises:
            VideoError: the recording cannot be read.
            FaceError: no clip has enough faces, or faces cannot be looked for.
            StoreError: the results cannot be kept.
            DeviceError: the device does not compute in the precision that is asked for.
        """
        device = Device(self.checkpoint.device)
        if self.settings.precision not in device.precisions():
            raise DeviceError(
                f"{device.torch_device} does not compute in {self.settings.precision}. Choose "
                f"{' or '.join(device.precisions())}, or another device."
            )
        with ExitStack() as stack:
            yield Progress("reading the recording", 0, 1, "recordings")
            source = open_recording(self.recording_path, self.index)
            stack.callback(source.close)
            self.index = source.index
            store = self._open_store(source, self._recording_sha256 or hash_recording(self.recording_path))
            stack.callback(store.close)
            self.store = store
            yield Progress("explaining", len(store.records), store.plan.num_clips, "clips")
            if not store.is_complete:
                stack.callback(trim, self._cache_bytes)
                pool = stack.enter_context(
                    FacePool(
                        self.recording_path,
                        self.index,
                        self.settings.alignment,
                        self.settings.face_choice,
                        num_processes=self._num_processes,
                        landmark_model=self._landmark_model,
                        cache=self._cache(store.manifest.recording),
                    )
                )
                faces = ClipFaces(store, source, pool)
                yield from self._explain_clips(store, faces, device, priority or (lambda: 0))
            if store.video_score is None:
                raise FaceError(_no_face_message(self.recording_path, store))

    def _cache(self, recording: RecordingFacts) -> ChunkCache | None:
        if self._cache_bytes <= 0 or recording.is_aligned:
            return None
        settings = self.settings
        return ChunkCache.of(recording.sha256, settings.alignment, settings.face_choice, self._landmark_model)

    def _open_store(self, source: FrameSource, recording_sha256: str) -> AnalysisStore:
        info, config = source.info, self.checkpoint.config
        plan = make_plan(info.num_frames, self.settings.sample_interval, config.clip_length, self.settings.slicing)
        map_shape = config.map_shape(self.settings.target_layer)
        temporal_stride, spatial_stride = config.cell_stride(self.settings.target_layer)
        manifest = Manifest(
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            versions=package_versions(),
            recording=RecordingFacts(
                name=info.path.name,
                path=str(info.path.resolve()),
                sha256=recording_sha256,
                num_frames=info.num_frames,
                width=info.width,
                height=info.height,
                frame_rate=info.frame_rate,
                duration_seconds=info.duration_seconds,
                codec=info.codec,
                is_aligned=info.is_aligned,
                warnings=info.warnings,
            ),
            checkpoint=checkpoint_facts(self.checkpoint),
            settings=self.settings,
            map_shape=map_shape,
            temporal_stride=temporal_stride,
            spatial_stride=spatial_stride,
            score_range=config.score_range,
            device=str(self.checkpoint.device),
            precision=self.settings.precision,
            linear_head=config.linear_head,
        )
        folder = self.folder or analysis_folder(recording_sha256, self.checkpoint.identity, self.settings)
        if folder.exists():
            store = AnalysisStore.open(folder, writable=True)
            if not same_analysis(store.manifest, manifest):
                store.close()
                raise StoreError(
                    f"{folder} holds the analysis of another recording, checkpoint or setting. Choose another folder."
                )
            return store
        needed = estimate_bytes(plan, map_shape, config.frame_size, self.settings.guided)
        check_space(folder, needed)
        if self.folder is None:
            make_private()
        return AnalysisStore.create(folder, manifest, plan, info.pts_seconds)

    def _explain_clips(
        self, store: AnalysisStore, faces: ClipFaces, device: Device, priority: Callable[[], int]
    ) -> Iterator[Progress | ClipRecord | Fallback]:
        queue = ClipQueue(
            self.checkpoint.model,
            device,
            self.settings.target_layer,
            guided=self.settings.guided == "stored",
            precision=self.settings.precision,
        )
        total = store.plan.num_clips
        computed, seconds = 0, 0.0
        watch = Stopwatch()
        while not store.is_complete:
            begun = clips_left(store, priority(), besides=queue.clips)
            if begun and not queue.is_full:
                rate = computed / seconds if seconds else None
                left = (total - len(store.records)) / rate if rate else None
                for done, needed in faces.prepare(begun[0]):
                    with watch.stopped():
                        yield Progress("aligning faces", done, needed, "frames", None, left, begun[0])
                with watch.stopped():
                    yield Progress("explaining", len(store.records), total, "clips", rate, left, begun[0])
                records = self._begin(queue, store, faces, begun[0], priority)
            else:
                records = [*self._finished(queue, store, wait=True)]
            for fallback in queue.told():
                self.checkpoint = dataclasses.replace(self.checkpoint, device=queue.device.torch_device)
                yield fallback
            for record, explanation in records:
                if computed % CLIPS_BETWEEN_TRIMS == 0:
                    trim(self._cache_bytes)
                store.write_clip(dataclasses.replace(record, seconds=watch.seconds), explanation)
                seconds += watch.seconds
                computed += 1
                watch = Stopwatch()
                with watch.stopped():
                    yield store.records[record.clip_index]
        rate = computed / seconds if seconds else None
        yield Progress("explaining", total, total, "clips", rate, 0.0)

    def _begin(
        self, queue: ClipQueue, store: AnalysisStore, faces: ClipFaces, clip_index: int, priority: Callable[[], int]
    ) -> list[tuple[ClipRecord, Explanation | None]]:
        """Begin with a clip; what is finished."""
        pictures, found = faces.clip(clip_index)
        num_found, length = int(found.sum()), len(found)
        num_damaged = int((store.face_states()[store.plan.positions[clip_index]] == FaceState.DAMAGED).sum())
        faces.look_ahead(clips_left(store, priority(), besides=queue.clips | {clip_index}))
        if num_found < LEAST_FACE_SHARE * length:
            reason = f"a face in only {num_found} of {length} frames"
            if num_damaged:
                reason += f", {num_damaged} cannot be decoded"
            return [(ClipRecord(clip_index, None, None, reason, num_found, 0), None)]
        queue.put(clip_index, clip_tensor(pictures))
        return [*self._finished(queue, store, wait=False)]

    def _finished(
        self, queue: ClipQueue, store: AnalysisStore, *, wait: bool
    ) -> Iterator[tuple[ClipRecord, Explanation]]:
        for clip_index, explanation, device in queue.take(wait=wait):
            positions = store.plan.positions[clip_index]
            num_found = int((store.face_states()[positions] == FaceState.FOUND).sum())
            yield _record(clip_index, explanation, num_found, len(positions) - num_found, device), explanation


def guided_precision(settings: AnalysisSettings, device: Device) -> Precision:
    """That of guided maps which are computed again: the analysis's own, or float32 where the device lacks it."""
    return settings.precision if settings.precision in device.precisions() else "float32"


def guided_of_clip(
    store: AnalysisStore, source: FrameSource, checkpoint: LoadedCheckpoint, clip_index: int
) -> Float32Array | None:
    """Compute a finished clip's guided map again, for stores that keep none.

    In ``guided_precision``, which whoever shows the map has to tell.

    Returns:
        (3, T, S, S) float32, or None if the clip was skipped.

    Raises:
        KeyError: the clip is not finished.
    """
    if store.records[clip_index].skipped_reason is not None:
        return None
    clip = stored_clip(store, source, clip_index).tensor
    settings, device = store.manifest.settings, Device(checkpoint.device)
    precision = guided_precision(settings, device)
    explainer = ClipExplainer(checkpoint.model, settings.target_layer, precision=precision, device=device)
    return explainer.begin(clip).explanation().guided


def clips_left(store: AnalysisStore, frame_index: int, besides: Collection[int] = ()) -> list[int]:
    """The unfinished clips, those nearest to a frame first: those that cover it, then outward."""
    plan = store.plan
    left = [i for i in range(plan.num_clips) if i not in store.records and i not in besides]

    def distance(i: int) -> tuple[int, float]:
        first, stop = plan.span(i)
        outside = max(first - frame_index, frame_index - (stop - 1), 0)
        return outside, abs((first + stop) / 2 - frame_index)

    return sorted(left, key=distance)


def check_space(folder: Path, needed_bytes: int) -> None:
    """Compare the free space with what an analysis needs.

    Raises:
        StoreError: too little, naming both.
    """
    existing = next(parent for parent in folder.absolute().parents if parent.exists())
    free = shutil.disk_usage(existing).free
    if free < needed_bytes:
        raise StoreError(
            f"{folder}: the analysis needs up to {needed_bytes / 1e9:.2f} GB, {free / 1e9:.2f} GB are free. "
            "Free some space, or do not store guided maps."
        )


def checkpoint_facts(checkpoint: LoadedCheckpoint) -> CheckpointFacts:
    """What a manifest keeps of a checkpoint."""
    return CheckpointFacts(
        name=checkpoint.name,
        path=str(checkpoint.path.resolve()),
        sha256=checkpoint.sha256,
        identity=checkpoint.identity,
        config=checkpoint.config.to_json(),
        metadata=checkpoint.metadata,
        trained=checkpoint.is_trained,
        known_error=checkpoint.known_error,
        notes=checkpoint.notes,
    )


def _record(clip_index: int, explanation: Explanation, num_found: int, num_held: int, device: str) -> ClipRecord:
    points = explanation.signed_points
    return ClipRecord(
        clip_index=clip_index,
        raw_output=explanation.raw_output,
        score=explanation.score,
        skipped_reason=None,
        num_found=num_found,
        num_held=num_held,
        gradcampp_max=float(explanation.gradcampp.max()),
        gradcam_max=float(explanation.gradcam.max()),
        signed_absmax=0.0 if points is None else float(np.abs(points).max()),
        guided_absmax=0.0 if explanation.guided is None else float(np.abs(explanation.guided).max()),
        signed_total=0.0 if points is None else float(points.sum(dtype=np.float64)),
        slot_points=() if points is None else tuple(points.sum((1, 2), dtype=np.float64).tolist()),
        way=explanation.way,
        device=device,
        slot_heat=tuple(explanation.gradcampp.mean((1, 2), dtype=np.float64).tolist()),
    )


def _no_face_message(path: Path, store: AnalysisStore) -> str:
    states = store.face_states()
    found, looked = int((states == FaceState.FOUND).sum()), int((states != FaceState.UNKNOWN).sum())
    damage = damage_warning(store)
    if found == 0:
        text = f"no face was found in {looked} sampled frames."
        remedy = "Is a frontal face in the picture, at least about 80 px wide?"
    else:
        text = (
            f"a face was found in {found} of {looked} sampled frames, too few for any clip "
            f"(at least {LEAST_FACE_SHARE:.0%} of its frames)."
        )
        remedy = "Use a stretch in which the face is visible, or a smaller sample interval."
    return " ".join(part for part in (f"{path}: {text}", damage, remedy) if part)


def package_versions() -> dict[str, str]:
    """Versions of the packages that numbers depend on, as far as they are installed."""
    found = {}
    for name in VERSIONED:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
