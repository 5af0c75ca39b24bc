"""Every frame of a recording by its number, exactly.

``open_recording`` opens a video file, a folder of images or a single image. A video is read with an index of what
identifies each frame (``video_index``): a seek goes to the keyframe at or before the frame asked for, each frame that
comes out is recognised by its stamp, and where the right one does not come out, the reader backs off to earlier
keyframes.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from av.video.reformatter import VideoReformatter

from stadrn_core.errors import FrameError, VideoError
from stadrn_core.images import DEFAULT_FRAME_RATE, IMAGE_SUFFIXES, ImageIndex, ImageReader, index_images, list_images
from stadrn_core.orientation import Orientation
from stadrn_core.types import Frame, RecordingInfo, UInt8Array
from stadrn_core.video_decoder import Decoder
from stadrn_core.video_index import VideoIndex, index_video

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from av.video.frame import VideoFrame

RecordingIndex = VideoIndex | ImageIndex
"""What another process needs to open the same recording without looking through it again."""

VIDEO_SUFFIXES = frozenset({".avi", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".webm", ".wmv"})
"""What folders are searched for; other files are opened where they are named."""
CACHE_BYTES = 64 * 2**20
SEEK_COST_FRAMES = 12
"""A seek costs about as much as decoding this many frames."""
KEYFRAMES_BACK = (0, 1, 3, 7)
"""How far before the best keyframe decoding starts, one try after the other, until the right frame comes out."""
STARTS_FOR_A_HOLE = 2
"""Frames that are missing between others from so many keyframes are missing in the file."""
KEPT_BEFORE = 8
"""Frames before a frame that was jumped to, decoded on the way for the next steps back."""
STEP_BACK_FRAMES = 64
"""Going back no further than this counts as reading backwards."""


class VideoReader:
    """A video file as a ``FrameSource``. Not thread-safe.

    Frames that were passed on the way are kept as decoded (not yet converted to RGB) up to ``cache_bytes``, so that
    going back frame by frame through a long group of pictures does not decode it anew for each.
    """

    def __init__(
        self, path: Path | str, index: VideoIndex | None = None, *, num_threads: int = 0, cache_bytes: int = CACHE_BYTES
    ) -> None:
        """Open a video.

        Args:
            path: video file.
            index: what another reader of the same file holds in ``index``; found anew without it.
            num_threads: decoder threads; 0 lets the decoder choose. The frames are the same for any number.
            cache_bytes: most memory for decoded frames kept.

        Raises:
            VideoError: the file cannot be read or has changed since it was indexed.
        """
        path = Path(path)
        self._index = index_video(path, num_threads=num_threads) if index is None else index
        _check_unchanged(path, self._index)
        self._decoder: Decoder | None = Decoder(path, self._index.table, self._index.stream_index, num_threads)
        order = np.argsort(self._index.stamps, kind="stable")
        self._sorted_stamps, self._frame_of_sorted = self._index.stamps[order], order
        self._reformatter = VideoReformatter()
        self._cache: OrderedDict[int, VideoFrame] = OrderedDict()
        self._cache_bytes = cache_bytes
        self._cached_bytes = 0
        self._num_decoded = 0
        self._position: int | None = -1
        self._valid_from = 0
        self._last_read: int | None = None
        self._undecodable: set[int] = set()
        self._hole: set[int] = set()

    @property
    def info(self) -> RecordingInfo:
        """The facts of the recording."""
        return self._index.info

    @property
    def index(self) -> VideoIndex:
        """Picklable index with which another process opens the same file at once."""
        return self._index

    @property
    def cached_bytes(self) -> int:
        """Memory of the decoded frames kept."""
        return self._cached_bytes

    @property
    def num_decoded(self) -> int:
        """Frames decoded so far, also those only passed on the way."""
        return self._num_decoded

    def read(self, frame_index: int) -> Frame:
        """Exactly frame ``frame_index``.

        Raises:
            IndexError: there is no such frame.
            FrameError: the file is damaged at this frame.
        """
        if not 0 <= frame_index < self.info.num_frames:
            raise IndexError(f"frame_index must be in 0…{self.info.num_frames - 1}, got {frame_index}")
        frame_index = int(frame_index)
        decoded = self._cache.get(frame_index)
        if decoded is None:
            decoded = self._decode(frame_index)
        else:
            self._cache.move_to_end(frame_index)
        self._last_read = frame_index
        return Frame(frame_index, float(self.info.pts_seconds[frame_index]), self._to_rgb(decoded))

    def read_many(self, frame_indices: Iterable[int]) -> Iterator[Frame]:
        """Frames in the order asked for; ascending order decodes sequentially without seeking for each."""
        for frame_index in frame_indices:
            yield self.read(frame_index)

    def close(self) -> None:
        """Free the file. Idempotent."""
        self._cache.clear()
        self._cached_bytes = 0
        if self._decoder is not None:
            self._decoder.close()
            self._decoder = None

    def __enter__(self) -> VideoReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _decode(self, target: int) -> VideoFrame:
        if self._decoder is None:
            raise ValueError("the reader is closed")
        if target in self._undecodable:
            raise self._undecodable_error(target)
        needed = self._first_needed(target)
        key_frames = self._index.key_frames
        best = int(np.searchsorted(key_frames, target, side="right")) - 1
        if self._position is not None and self._position < target:
            start = int(key_frames[best]) if best >= 0 else 0
            is_near = start <= self._position + SEEK_COST_FRAMES
            if is_near and (frame := self._advance(self._decoder, target, needed)) is not None:
                return frame
        keys: list[int | None] = [best - back for back in KEYFRAMES_BACK if best >= back]
        holes: list[set[int]] = []
        for key in keys or [None]:
            is_started = self._start_over(self._decoder) if key is None else self._start_at(self._decoder, key)
            if is_started and (frame := self._advance(self._decoder, target, needed)) is not None:
                return frame
            if self._hole:
                holes.append(self._hole)
            if len(holes) == STARTS_FOR_A_HOLE:
                break
        self._undecodable |= {target}.union(set.intersection(*holes) if holes else ())
        raise self._undecodable_error(target)

    def _undecodable_error(self, target: int) -> FrameError:
        return FrameError(
            f"{self.info.path}: frame {target} (at {self.info.pts_seconds[target]:.2f} s) cannot be decoded; the file "
            "is damaged there. Copy it again from where it was recorded."
        )

    def _first_needed(self, target: int) -> int:
        """The first frame worth keeping on the way to ``target``."""
        last = self._last_read
        if last is not None and 0 < last - target <= STEP_BACK_FRAMES:
            capacity = self._cache_bytes // max(self._frame_bytes(), 1)
            return max(0, target - max(KEPT_BEFORE, capacity - 1))
        if last is not None and last < target <= last + SEEK_COST_FRAMES:
            return target
        return max(0, target - KEPT_BEFORE)

    def _frame_bytes(self) -> int:
        return self._cached_bytes // len(self._cache) if self._cache else 3 * self.info.width * self.info.height // 2

    def _start_over(self, decoder: Decoder) -> bool:
        decoder.rewind()
        self._position, self._valid_from = -1, 0
        return True

    def _start_at(self, decoder: Decoder, key: int) -> bool:
        self._position = None
        started = decoder.start_at(key)
        if started is None:
            return False
        # What is shown before the keyframe but decoded after it may be built on frames that were not decoded.
        self._valid_from = int(self._index.key_frames[started])
        self._position = self._valid_from - 1
        return True

    def _advance(self, decoder: Decoder, target: int, first_needed: int) -> VideoFrame | None:
        """Decode up to ``target``; None if it does not come out.

        Then ``_hole`` has the frames missing around it where frames before and after them do come out.
        """
        needed_from = int(self._index.stamps[first_needed])
        before: int | None = None
        self._hole = set()
        while (item := decoder.next_frame(needed_from)) is not None:
            self._num_decoded += 1
            frame_index = self._frame_index(item[0])
            if frame_index is None or frame_index < self._valid_from:
                continue
            self._position = frame_index
            self._keep(frame_index, item[1])
            if frame_index == target:
                return item[1]
            if frame_index > target:
                if before is not None:
                    self._hole = set(range(max(before + 1, first_needed), frame_index))
                return None
            before = frame_index
        self._position = None
        return None

    def _frame_index(self, stamp: int) -> int | None:
        place = int(np.searchsorted(self._sorted_stamps, stamp))
        if place == len(self._sorted_stamps) or self._sorted_stamps[place] != stamp:
            return None
        return int(self._frame_of_sorted[place])

    def _keep(self, frame_index: int, frame: VideoFrame) -> None:
        if frame_index in self._cache:
            self._cache.move_to_end(frame_index)
            return
        self._cache[frame_index] = frame
        self._cached_bytes += _num_bytes(frame)
        while self._cached_bytes > self._cache_bytes and len(self._cache) > 1:
            _, dropped = self._cache.popitem(last=False)
            self._cached_bytes -= _num_bytes(dropped)

    def _to_rgb(self, frame: VideoFrame) -> UInt8Array:
        """Upright RGB; matrix (BT.601, BT.709, BT.2020) and range as the frame tells, else BT.601 and limited range."""
        width, height = self._index.stored_size
        converted = self._reformatter.reformat(frame, width, height, "rgb24", threads=1)
        return upright(np.asarray(converted.to_ndarray(), np.uint8), self._index.orientation)


def upright(rgb: UInt8Array, orientation: Orientation) -> UInt8Array:
    """Turn a stored picture (H, W, 3) as it is to be shown; C-contiguous."""
    if orientation.transposed:
        rgb = rgb.swapaxes(0, 1)
    if orientation.flip_columns:
        rgb = rgb[:, ::-1]
    if orientation.flip_rows:
        rgb = rgb[::-1]
    return np.ascontiguousarray(rgb)


def open_recording(
    path: Path | str,
    index: RecordingIndex | None = None,
    *,
    num_threads: int = 0,
    frame_rate: float = DEFAULT_FRAME_RATE,
    aligned: bool | None = None,
) -> VideoReader | ImageReader:
    """Open a video file, a folder of images or one image as a source of numbered frames.

    Args:
        path: video file, folder of images, or image file.
        index: ``index`` of an open source of the same recording, so that it need not be looked through again.
        num_threads: decoder threads for a video; 0 lets the decoder choose.
        frame_rate: frames per second of a folder of images.
        aligned: whether images are aligned faces already; by default they are if named as OpenFace names them.

    Raises:
        VideoError: there is nothing at ``path``, or it cannot be read; the message names the reason and the remedy.
    """
    path = Path(path)
    if isinstance(index, ImageIndex):
        return ImageReader(index)
    if isinstance(index, VideoIndex):
        return VideoReader(path, index, num_threads=num_threads)
    if path.is_dir() or path.suffix.lower() in IMAGE_SUFFIXES:
        return ImageReader(index_images(path, frame_rate=frame_rate, aligned=aligned))
    return VideoReader(path, index_video(path, num_threads=num_threads), num_threads=num_threads)


def hash_recording(path: Path | str) -> str:
    """SHA-256 (hex) of a file, or of the names and contents of the images in a folder, in sorted order.

    Raises:
        VideoError: the recording cannot be read.
    """
    path = Path(path)
    try:
        if not path.is_dir():
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        digest = hashlib.sha256()
        for image in sorted(list_images(path)):
            with image.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
            digest.update(f"{image.name}\0{content}\n".encode())
        return digest.hexdigest()
    except FileNotFoundError as error:
        raise VideoError(f"{path}: there is no such file. Check its name and place.") from error
    except OSError as error:
        raise VideoError(f"{path}: the file cannot be read ({error.strerror}). Check its permissions.") from error


def _check_unchanged(path: Path, index: VideoIndex) -> None:
    try:
        status = path.stat()
    except OSError as error:
        raise VideoError(
            f"{path}: the file cannot be read any more ({error.strerror}). Check its place and permissions."
        ) from error
    if (status.st_size, status.st_mtime_ns) != (index.file_size, index.file_modified_ns):
        raise VideoError(f"{path}: the file has changed since it was opened. Open it again.")


def _num_bytes(frame: VideoFrame) -> int:
    return sum(plane.buffer_size for plane in frame.planes)
