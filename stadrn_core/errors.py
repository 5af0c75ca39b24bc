"""Errors that a user can mend.

Each message names the file, the reason and the remedy. A programmer's mistake is a ``ValueError`` or ``TypeError``
instead.
"""


class StaDrnError(Exception):
    """Base of every error that is shown to the user as it is written."""


class VideoError(StaDrnError):
    """A recording (video file or folder of images) cannot be read."""


class FrameError(VideoError):
    """One frame of a recording cannot be decoded; the others can."""


class SoundError(StaDrnError):
    """Sound cannot be played."""


class FaceError(StaDrnError):
    """Faces cannot be looked for, or none was found where one is needed."""


class CheckpointError(StaDrnError):
    """A checkpoint cannot be loaded, converted or written."""


class AmbiguousCheckpointError(CheckpointError):
    """A checkpoint lacks a fact that its weights do not tell; the user has to state it.

    Attributes:
        field: the ``ModelConfig`` field that is missing.
        choices: the values that fit the weights.
    """

    def __init__(self, message: str, field: str, choices: tuple[str, ...]) -> None:
        super().__init__(message)
        self.field = field
        self.choices = choices


class DeviceError(StaDrnError):
    """A device cannot do what is asked of it."""


class StoreError(StaDrnError):
    """A stored analysis cannot be opened or written."""


class MarksError(StaDrnError):
    """Marks of a recording cannot be read, kept or exchanged."""


class ExportError(StaDrnError):
    """An export cannot be made."""


class DataError(StaDrnError):
    """Labelled data for training or evaluation cannot be used."""


class TrainingError(StaDrnError):
    """A training cannot be started, resumed or continued."""
