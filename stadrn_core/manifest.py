"""What a stored analysis says of itself: sources, settings, versions, and a record of each finished clip."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pydantic import TypeAdapter

from stadrn_core.types import AlignmentConfig, FaceChoice, Precision, Way

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SCHEMA_VERSION = 1
LAST_STAGE = "layer_4"
Guided = Literal["stored", "on demand", "none"]
UNTRAINED = "This checkpoint is untrained: its scores and maps mean nothing about the person."


@dataclass(frozen=True)
class AnalysisSettings:
    """Everything a user decides that changes numbers or what is kept.

    Attributes:
        target_layer: stage whose feature maps are explained.
        sample_interval: take every n-th frame.
        slicing: ``published`` or ``contiguous``.
        guided: guided maps ``stored`` (8 bit), computed ``on demand`` under the playhead, or ``none``.
        alignment: where the face lies in the aligned picture.
        face_choice: the face the user picked; None follows the largest.
        precision: of the network's products.
    """

    target_layer: str = LAST_STAGE
    sample_interval: int = 3
    slicing: str = "published"
    guided: Guided = "stored"
    alignment: AlignmentConfig = field(default_factory=AlignmentConfig)
    face_choice: FaceChoice | None = None
    precision: Precision = "float32"

    def key(self, recording_sha256: str, checkpoint_identity: str) -> str:
        """32 hex digits that name the analysis of one recording by one checkpoint with these settings.

        How guided maps are kept does not change any other number, but it changes what is stored, so it belongs to the
        key.
        """
        # The usual precision is left out: keys of analyses that were made before there was a choice stay as they were.
        text = _SETTINGS.dump_json(self, exclude={"precision"} if self.precision == "float32" else None).decode()
        return hashlib.sha256(f"{recording_sha256} {checkpoint_identity} {text}".encode()).hexdigest()[:32]


@dataclass(frozen=True)
class RecordingFacts:
    """The recording that was analysed; ``path`` is where it lay then."""

    name: str
    path: str
    sha256: str
    num_frames: int
    width: int
    height: int
    frame_rate: float
    duration_seconds: float
    codec: str
    is_aligned: bool
    warnings: tuple[str, ...] = ()


def caution_in(metadata: Mapping[str, Any]) -> str | None:
    """What a reader of a checkpoint's scores must be told, in whole sentences: its own words, or that it is untrained.

    Args:
        metadata: of the checkpoint.
    """
    training = metadata.get("training")
    if not isinstance(training, dict):
        return None
    return str(training.get("caution") or "") or (None if training.get("trained", True) else UNTRAINED)


@dataclass(frozen=True)
class CheckpointFacts:
    """The checkpoint that was explained; ``path`` is where it lay then."""

    name: str
    path: str
    sha256: str
    identity: str
    config: dict[str, Any]
    metadata: dict[str, Any]
    trained: bool
    known_error: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def caution(self) -> str | None:
        """See ``caution_in``."""
        return caution_in(self.metadata)


@dataclass(frozen=True)
class Manifest:
    """The facts of an analysis that are known when it begins; written once.

    Attributes:
        created: ISO 8601 time with zone.
        versions: package name → version.
        map_shape: (T', H', W') of a clip's maps.
        temporal_stride: sampled frames from one cell to the next.
        spatial_stride: aligned px from one cell to the next.
        score_range: BDI-II points per unit of raw output.
        device: where it was begun; each clip's record has where it was computed.
        precision: of the network's products.
        linear_head: whether global average pooling and one linear layer follow the network's last stage.
    """

    created: str
    versions: dict[str, str]
    recording: RecordingFacts
    checkpoint: CheckpointFacts
    settings: AnalysisSettings
    map_shape: tuple[int, int, int]
    temporal_stride: int
    spatial_stride: int
    score_range: float
    device: str
    precision: Precision = "float32"
    linear_head: bool = True
    schema_version: int = SCHEMA_VERSION

    @property
    def has_signed_points(self) -> bool:
        """Whether maps hold signed evidence, and Grad-CAM++ its closed form."""
        return self.linear_head and self.settings.target_layer == LAST_STAGE

    def to_json(self) -> bytes:
        """Indented JSON."""
        return _MANIFEST.dump_json(self, indent=2)

    @classmethod
    def from_json(cls, text: bytes) -> Manifest:
        """Validated.

        Raises:
            ValueError: not a manifest of this schema.
        """
        return _MANIFEST.validate_json(text)


@dataclass(frozen=True)
class ClipRecord:
    """One finished or skipped clip. Numbers are 0 or empty where nothing was computed.

    Attributes:
        clip_index: 0-based.
        raw_output: the network's number, None if skipped.
        score: BDI-II points, None if skipped.
        skipped_reason: why nothing was computed, None if it was.
        num_found: the clip's positions with a face of their own.
        num_held: positions that hold the nearest face.
        gradcampp_max: maximum of the unweighted Grad-CAM++ map.
        gradcam_max: maximum of the Grad-CAM map.
        signed_absmax: largest magnitude of signed points.
        guided_absmax: largest magnitude of the guided map.
        signed_total: sum of signed points.
        slot_points: signed points of each time slot (T').
        slot_heat: mean unweighted Grad-CAM++ of each time slot (T').
        seconds: compute time.
        way: ``prepared`` or ``autograd``, as ``Explanation``; None in analyses made before there were two, and where
            nothing was computed.
        device: where it was computed; empty in analyses made before this was kept, and where nothing was computed.
    """

    clip_index: int
    raw_output: float | None
    score: float | None
    skipped_reason: str | None
    num_found: int
    num_held: int
    gradcampp_max: float = 0.0
    gradcam_max: float = 0.0
    signed_absmax: float = 0.0
    guided_absmax: float = 0.0
    signed_total: float = 0.0
    slot_points: tuple[float, ...] = ()
    slot_heat: tuple[float, ...] = ()
    seconds: float = 0.0
    way: Way | None = None
    device: str = ""

    def to_json(self) -> bytes:
        """One line of JSON, newline included."""
        return _RECORD.dump_json(self) + b"\n"

    @classmethod
    def from_json(cls, line: bytes) -> ClipRecord:
        """Validated.

        Raises:
            ValueError: not a record.
        """
        return _RECORD.validate_json(line)


def same_analysis(a: Manifest, b: Manifest) -> bool:
    """Whether results of one can go on being added to the other: same recording, checkpoint and settings."""
    return (a.recording.sha256, a.checkpoint.identity, a.settings, a.schema_version) == (
        b.recording.sha256,
        b.checkpoint.identity,
        b.settings,
        b.schema_version,
    )


def clips_by_device(records: Iterable[ClipRecord]) -> dict[str, int]:
    """How many clips were explained on which device, as far as that was kept."""
    return dict(Counter(record.device for record in records if record.device))


def computed_on(manifest: Manifest, records: Iterable[ClipRecord]) -> str:
    """Devices and precisions in words, such as ``cuda in tf32 (5 clips) and cpu in float32 (2 clips)``."""
    clips = clips_by_device(records)

    def words(device: str) -> str:
        # a CPU has no TF32: what goes on there after lack of memory is float32
        is_without = manifest.precision == "tf32" and device.startswith("cpu")
        return f"{device} in {'float32' if is_without else manifest.precision}"

    if len(clips) < 2:
        return words(next(iter(clips), manifest.device))
    return " and ".join(f"{words(device)} ({count} clip{'' if count == 1 else 's'})" for device, count in clips.items())


# Made once: each costs some milliseconds, and a window reads a record whenever a clip is finished.
_SETTINGS = TypeAdapter(AnalysisSettings)
_MANIFEST = TypeAdapter(Manifest)
_RECORD = TypeAdapter(ClipRecord)
