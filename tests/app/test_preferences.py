from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from app.preferences import MOST_RECENT, Preferences
from stadrn_core.view import ViewSettings


def test_everything_is_in_one_file_of_the_program(stadrn_home: Path, qapp: object) -> None:
    preferences = Preferences()
    preferences.theme = "light"
    preferences.flush()
    assert preferences.path.is_file()
    assert preferences.path.is_relative_to(stadrn_home)


def test_values_come_back_in_the_next_start(qapp: object, tmp_path: Path) -> None:
    first = Preferences()
    first.theme, first.device, first.guided = "light", "cpu", "on demand"
    first.landmark_model = tmp_path / "model.dat"
    first.hidden_panels = ("session",)
    first.folded_tracks = ("Heat", "Face")
    first.keep_window_state("geometry", QByteArray(b"bytes"))
    first.flush()
    second = Preferences()
    assert (second.theme, second.device, second.guided) == ("light", "cpu", "on demand")
    assert second.landmark_model == tmp_path / "model.dat"
    assert second.hidden_panels == ("session",)
    assert second.folded_tracks == ("Heat", "Face")
    assert second.window_state("geometry") == QByteArray(b"bytes")


def test_defaults(qapp: object) -> None:
    preferences = Preferences()
    assert (preferences.theme, preferences.device, preferences.guided) == ("system", "auto", "stored")
    assert preferences.landmark_model is None
    assert preferences.view() == ViewSettings()
    assert preferences.recent("recordings") == []
    assert preferences.window_state("geometry") is None


@pytest.mark.parametrize(
    "text", ["not json", "[1]", '{"opacity": 7}', '{"colormap": "rainbow"}', '{"manual_limits": "x"}']
)
def test_damaged_values_are_as_if_never_set(qapp: object, text: str) -> None:
    preferences = Preferences()
    preferences._settings.setValue("view", text)
    preferences._settings.setValue("theme", "pink")
    preferences._settings.setValue("recent_recordings", text)
    assert preferences.view() == ViewSettings()
    assert preferences.theme == "system"
    assert preferences.recent("recordings") == []


def test_manual_limits_belong_to_a_recording_and_are_not_kept(qapp: object) -> None:
    preferences = Preferences()
    preferences.keep_view(ViewSettings(scale_mode="manual", manual_limits=(0, 2), colormap="jet"))
    assert preferences.view() == ViewSettings(colormap="jet")


def test_recent_files_newest_first_each_once_and_not_too_many(qapp: object, tmp_path: Path) -> None:
    preferences = Preferences()
    files = [tmp_path / f"{i}.mp4" for i in range(MOST_RECENT + 3)]
    for file in [*files, files[5]]:
        file.touch()
        preferences.add_recent("recordings", file)
    recent = preferences.recent("recordings")
    assert recent[:2] == [files[5], files[-1]]
    assert len(recent) == MOST_RECENT
    preferences.forget_recent("recordings", files[5])
    assert files[5] not in preferences.recent("recordings")
