"""Sound while playing: what reaches the loudspeakers, when it is said to be heard, and that pictures follow."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt

from app import sound_thread
from app.preferences import Preferences
from app.sound import Sound
from app.sound_control import SoundControl
from app.sound_thread import SoundRequest, SoundThread
from app.workspace import Workspace
from stadrn_core.errors import SoundError
from stadrn_core.sound import PLAYED_RATE
from stadrn_core.types import RecordingInfo
from stadrn_core.video import open_recording
from tests.app.opened import WAIT_MS
from tests.sounding import RATE, SECONDS, record, tone

LATENCY_SECONDS = 0.1


class Speakers:
    """An output that takes as many blocks as the test lets it, and remembers them."""

    latency_seconds = LATENCY_SECONDS

    def __init__(self, room: int = 0) -> None:
        self.blocks: list[np.ndarray] = []
        self.end = ""
        self._room = threading.Semaphore(room)
        self._written = threading.Semaphore(0)

    def write(self, block: np.ndarray) -> None:
        assert self._room.acquire(timeout=WAIT_MS / 1000)
        self.blocks.append(np.array(block))
        self._written.release()

    def take(self, num_blocks: int) -> None:
        """Let so many blocks in, and wait for them."""
        for _ in range(num_blocks):
            self._room.release()
        for _ in range(num_blocks):
            assert self._written.acquire(timeout=WAIT_MS / 1000)

    def let_go(self) -> None:
        """Take all that comes."""
        self._room.release(10_000)

    def finish(self) -> None:
        self.end = "finished"

    def close(self) -> None:
        self.end = self.end or "closed"

    @property
    def heard(self) -> np.ndarray:
        return np.concatenate(self.blocks)[:, 0] * np.sqrt(np.float32(2))  # half the power out of each


@pytest.fixture(scope="session")
def voiced(tmp_path_factory: pytest.TempPathFactory) -> RecordingInfo:
    with open_recording(record(tmp_path_factory.mktemp("voiced") / "sweep.mov", "pcm_s16le")) as opened:
        return opened.info


@pytest.fixture
def speakers(monkeypatch: pytest.MonkeyPatch) -> list[Speakers]:
    """Those that were opened, last one last."""
    opened: list[Speakers] = []

    def open_next() -> Speakers:
        opened.append(Speakers())
        return opened[-1]

    monkeypatch.setattr(sound_thread, "open_loudspeakers", open_next)
    return opened


@pytest.fixture
def player(qtbot: Any) -> Iterator[SoundThread]:
    thread = SoundThread()
    yield thread
    thread.request_stop()
    assert thread.wait(), "the thread did not end"


def place(samples: np.ndarray) -> float:
    """Seconds in the sweep at which these samples stand: where they fit best."""
    whole = tone(SECONDS)
    errors = [float(np.abs(whole[i : i + len(samples)] - samples).max()) for i in range(len(whole) - len(samples))]
    assert min(errors) < 1e-3
    return int(np.argmin(errors)) / RATE


def test_what_is_heard_is_what_left_the_loudspeakers(
    player: SoundThread, speakers: list[Speakers], voiced: RecordingInfo, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(sound_thread, "time", SimpleNamespace(monotonic=lambda: now[0]))
    assert player.heard_seconds() is None
    request = SoundRequest(voiced, 0.3, 1.0)
    player.play(request)
    qtbot.waitUntil(lambda: bool(speakers))
    speakers[0].take(20)
    expected = 0.3 + len(speakers[0].heard) / PLAYED_RATE - LATENCY_SECONDS
    qtbot.waitUntil(lambda: player.heard_seconds() == pytest.approx(expected, abs=0.002), timeout=WAIT_MS)
    assert place(speakers[0].heard[:2048]) == pytest.approx(0.3, abs=1e-4)
    now[0] += 0.05
    assert player.heard_seconds() == pytest.approx(expected + 0.05, abs=0.002)
    now[0] += 5.0  # the output has stopped taking sound: no more can be heard than it has
    assert player.heard_seconds() == pytest.approx(expected + LATENCY_SECONDS, abs=0.002)
    player.silence()
    assert player.heard_seconds() is None
    speakers[0].let_go()
    qtbot.waitUntil(lambda: speakers[0].end == "closed", timeout=WAIT_MS)


def test_the_newest_wish_is_played(
    player: SoundThread, speakers: list[Speakers], voiced: RecordingInfo, qtbot: Any
) -> None:
    player.play(SoundRequest(voiced, 0.0, 1.0))
    qtbot.waitUntil(lambda: bool(speakers))
    speakers[0].take(2)
    player.play(SoundRequest(voiced, 0.8, 1.0))
    speakers[0].let_go()
    qtbot.waitUntil(lambda: len(speakers) == 2, timeout=WAIT_MS)
    assert speakers[0].end == "closed"
    speakers[1].take(3)
    assert place(speakers[1].heard[:2048]) == pytest.approx(0.8, abs=1e-4)
    speakers[1].let_go()


def test_sound_ends_before_the_pictures_do(
    player: SoundThread, speakers: list[Speakers], voiced: RecordingInfo, qtbot: Any
) -> None:
    player.set_gain(0.25)
    player.play(SoundRequest(voiced, 0.5, 1.0))
    qtbot.waitUntil(lambda: bool(speakers))
    speakers[0].let_go()
    qtbot.waitUntil(lambda: speakers[0].end == "finished", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: player.heard_seconds() is None, timeout=WAIT_MS)
    expected = 0.25 * tone(SECONDS)[round(0.5 * RATE) :]
    got = speakers[0].heard
    num = min(len(expected), len(got))
    assert abs(len(expected) - len(got)) <= 1
    np.testing.assert_allclose(got[:num], expected[:num], atol=1e-3)


def test_a_missing_output_is_said_once(qtbot: Any, voiced: RecordingInfo, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Speakers:
        raise SoundError("There is no working sound output (none). Connect loudspeakers.")

    monkeypatch.setattr(sound_thread, "open_loudspeakers", fail)
    sound = Sound(Preferences())
    sound.set_has_sound(True)
    with qtbot.waitSignal(sound.message_raised, timeout=WAIT_MS) as told:
        sound.start(voiced, 0.0, 1.0)
    assert "Connect loudspeakers" in told.args[0].text
    played: list[SoundRequest] = []
    monkeypatch.setattr(sound.player, "play", played.append)
    sound.start(voiced, 0.0, 1.0)
    assert not played
    sound.set_on(False)
    sound.set_on(True)
    sound.start(voiced, 0.0, 1.0)
    assert len(played) == 1
    sound.player.request_stop()
    assert sound.player.wait()


@pytest.mark.parametrize(
    ("speed", "is_on", "has_sound", "is_played"),
    [
        (1.0, True, True, True),
        (0.25, True, True, True),
        (2.0, True, True, True),
        (4.0, True, True, False),
        (-1.0, True, True, False),
        (1.0, False, True, False),
        (1.0, True, False, False),
    ],
)
def test_when_sound_is_played(
    qtbot: Any,
    voiced: RecordingInfo,
    monkeypatch: pytest.MonkeyPatch,
    speed: float,
    is_on: bool,
    has_sound: bool,
    is_played: bool,
) -> None:
    sound = Sound(Preferences())
    sound.set_has_sound(has_sound)
    sound.set_on(is_on)
    calls: list[object] = []
    monkeypatch.setattr(sound.player, "play", calls.append)
    monkeypatch.setattr(sound.player, "silence", lambda: calls.append("silence"))
    sound.start(voiced, 0.5, speed)
    assert (calls != ["silence"]) == is_played
    if is_played:
        (request,) = calls
        assert isinstance(request, SoundRequest)
        assert (request.start_seconds, request.tempo) == (0.5, speed)


def test_on_off_and_volume_are_kept(qtbot: Any) -> None:
    sound = Sound(Preferences())
    assert (sound.is_on, sound.volume) == (True, 100)
    with qtbot.waitSignal(sound.switched):
        sound.set_volume(0)
    assert not sound.is_on
    sound.set_volume(40)
    assert (Sound(Preferences()).is_on, Sound(Preferences()).volume) == (True, 40)
    sound.set_on(False)
    assert not Sound(Preferences()).is_on


def test_the_control_says_why_nothing_is_heard(qtbot: Any) -> None:
    sound = Sound(Preferences())
    control = SoundControl(sound)
    qtbot.addWidget(control)
    assert not control.isEnabled()
    assert control.button.toolTip() == "The recording has no sound"
    sound.set_has_sound(True)
    assert control.isEnabled()
    assert control.button.glyph == "sound"
    qtbot.mouseClick(control.button, Qt.MouseButton.LeftButton)
    assert (sound.is_on, control.button.glyph, control.button.accessibleName()) == (False, "silent", "Sound on")
    control.slider.setValue(30)
    assert (sound.is_on, sound.volume, control.button.glyph) == (True, 30, "sound")


def opened(workspace: Workspace, path: Path, qtbot: Any) -> None:
    with qtbot.waitSignal(workspace.recording_changed, timeout=WAIT_MS):
        workspace.open_recording(path)


def test_playing_a_recording_plays_its_sound(
    make_workspace: Callable[[], Workspace], speakers: list[Speakers], voiced: RecordingInfo, qtbot: Any
) -> None:
    workspace = make_workspace()
    opened(workspace, voiced.path, qtbot)
    assert workspace.sound.has_sound
    workspace.set_playhead(10)
    workspace.set_playing(True)
    qtbot.waitUntil(lambda: len(speakers) == 1, timeout=WAIT_MS)
    speakers[0].take(3)
    assert place(speakers[0].heard[:2048]) == pytest.approx(voiced.pts_seconds[10], abs=1e-4)
    workspace.set_playhead(20)
    speakers[0].let_go()
    qtbot.waitUntil(lambda: len(speakers) == 2, timeout=WAIT_MS)
    speakers[1].take(3)
    assert place(speakers[1].heard[:2048]) == pytest.approx(voiced.pts_seconds[20], abs=1e-4)
    workspace.sound.set_on(False)
    speakers[1].let_go()
    qtbot.waitUntil(lambda: speakers[1].end == "closed", timeout=WAIT_MS)
    assert workspace.is_playing
    workspace.set_playback_mode("every frame")
    workspace.sound.set_on(True)
    assert workspace.is_playing
    workspace.set_playing(False)
    assert len(speakers) == 2


def test_pictures_wait_for_the_sound(
    make_workspace: Callable[[], Workspace], speakers: list[Speakers], voiced: RecordingInfo, qtbot: Any
) -> None:
    workspace = make_workspace()
    opened(workspace, voiced.path, qtbot)
    workspace.set_playing(True)
    qtbot.waitUntil(lambda: len(speakers) == 1, timeout=WAIT_MS)
    speakers[0].take(50)
    # All that is written at once: pictures go where it is heard, long before so much time has passed.
    target = voiced.frame_at(len(speakers[0].heard) / PLAYED_RATE - LATENCY_SECONDS)
    qtbot.waitUntil(lambda: workspace.playhead >= target, timeout=WAIT_MS)
    workspace.set_playing(False)
    speakers[0].let_go()
