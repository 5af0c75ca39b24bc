"""The clock of playback, with time given by the test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app import playback
from app.playback import Playback
from stadrn_core.types import RecordingInfo

INFO = RecordingInfo(Path("a.mp4"), 64, 64, np.arange(100) / 25, "h264")
UNEVEN = RecordingInfo(Path("b.mp4"), 64, 64, np.array([0, 0.1, 0.5, 0.52, 0.9]), "h264")


class Clock:
    """Seconds as the test says."""

    now = 0.0

    def __init__(self) -> None:
        self._start = 0.0

    def start(self) -> None:
        self._start = Clock.now

    def nsecsElapsed(self) -> int:  # Qt's name
        return round((Clock.now - self._start) * 1e9)


@pytest.fixture
def player(qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> Playback:
    monkeypatch.setattr(playback, "QElapsedTimer", Clock)
    monkeypatch.setattr(Clock, "now", 0.0)
    return Playback()


def due_at(player: Playback, *seconds: float, show: bool = True) -> list[int]:
    """Frames that are asked for at these times."""
    got: list[int] = []
    player.frame_due.connect(got.append)
    for now in seconds:
        Clock.now = now
        before = len(got)
        player._tick()
        if show and len(got) > before:
            player.shown(got[-1])
    player.frame_due.disconnect(got.append)
    return got


def test_frames_come_at_their_own_times(player: Playback) -> None:
    player.start(UNEVEN, 0, 0, 4, 1.0, "real time")
    assert due_at(player, 0.05, 0.1, 0.3, 0.49, 0.5, 0.51, 0.53, 0.89) == [1, 2, 3]
    assert player.num_dropped == 0


def test_real_time_drops_what_it_cannot_show_and_counts_it(player: Playback) -> None:
    player.start(INFO, 0, 0, 99, 1.0, "real time")
    assert due_at(player, 0.04, 0.2, 0.24) == [1, 5, 6]
    assert player.num_dropped == 3


def test_every_frame_is_shown_and_none_is_asked_for_before_the_last_is_there(player: Playback) -> None:
    player.start(INFO, 0, 0, 99, 1.0, "every frame")
    assert due_at(player, 0.04, 0.2, 0.24, show=False) == [1]
    player.shown(1)
    assert due_at(player, 0.3, 0.301, 0.341) == [2, 3]
    assert player.num_dropped == 0


def test_every_frame_does_not_run_faster_to_make_up_for_being_late(player: Playback) -> None:
    player.start(INFO, 0, 0, 99, 1.0, "every frame")
    assert due_at(player, 2.0, 2.001, 2.02, 2.041) == [1, 2]


def test_backwards_and_faster(player: Playback) -> None:
    player.start(INFO, 50, 0, 99, -2.0, "real time")
    assert due_at(player, 0.021, 0.041, 0.201) == [48, 47, 39]
    assert player.is_running


def test_it_ends_at_the_last_frame_of_the_range(player: Playback, qtbot: Any) -> None:
    player.start(INFO, 10, 10, 12, 1.0, "real time")
    with qtbot.waitSignal(player.ended):
        assert due_at(player, 0.04, 0.5) == [11, 12]
    assert not player.is_running


def test_a_jump_goes_on_from_there(player: Playback) -> None:
    player.start(INFO, 0, 0, 99, 1.0, "real time")
    due_at(player, 0.04)
    player.jump(60)
    assert due_at(player, 0.08, 0.12) == [61, 62]
    assert player.num_dropped == 0


@pytest.mark.parametrize(("hertz", "milliseconds"), [(60.0, 17), (144.0, 7), (0.0, 16)])
def test_the_display_sets_the_rate(player: Playback, hertz: float, milliseconds: int) -> None:
    player.set_display_rate(hertz)
    assert player._timer.interval() == milliseconds


def test_pictures_follow_the_sound_and_never_go_back(qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playback, "QElapsedTimer", Clock)
    monkeypatch.setattr(Clock, "now", 0.0)
    heard: list[float | None] = [None]
    player = Playback(lambda: heard[0])
    player.start(INFO, 10, 0, 99, 1.0, "real time")
    assert due_at(player, 0.2) == [15]
    heard[0] = 10 / 25  # the first sound comes out now: pictures were ahead of it by 0.2 s
    assert due_at(player, 0.21) == []
    heard[0] = 15.5 / 25
    assert due_at(player, 0.4) == []
    heard[0] = 18.5 / 25
    assert due_at(player, 0.5) == [18]
    heard[0] = None  # the sound has ended: the clock goes on from there
    assert due_at(player, 0.5 + 2 / 25) == [20]
