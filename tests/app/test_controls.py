from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from app import icons, theme
from app.controls import ElidedLabel, FactList, FlowLayout, Segmented, set_words


def test_a_long_name_is_shortened_and_kept_whole_in_its_tip(qtbot: Any) -> None:
    label = ElidedLabel("a rather long name of a recording.mp4")
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    assert "…" in label.text()
    assert label.whole == label.toolTip() == label.accessibleName() == "a rather long name of a recording.mp4"
    label.resize(900, 20)
    assert label.text() == label.whole


def test_facts_come_and_go_with_their_names(qtbot: Any) -> None:
    facts = FactList()
    qtbot.addWidget(facts)
    facts.set_facts({"length": "00:07.00", "frames": "210"})
    assert facts.facts() == {"length": "00:07.00", "frames": "210"}
    facts.set_facts({"codec": "h264"})
    assert facts.facts() == {"codec": "h264"}
    facts.set_facts({"a": "1", "b": "2", "c": "3"})
    assert facts.facts() == {"a": "1", "b": "2", "c": "3"}


def test_one_of_a_few_is_chosen(qtbot: Any) -> None:
    choice = Segmented("Clips", {"published": "As published", "contiguous": "Contiguous"})
    qtbot.addWidget(choice)
    assert choice.value == ""
    choice.set_value("published")
    assert choice.value == "published"
    with qtbot.waitSignal(choice.chosen) as chosen:
        qtbot.mouseClick(choice.button("contiguous"), Qt.MouseButton.LeftButton)
    assert chosen.args == ["contiguous"]
    assert choice.value == "contiguous"
    assert choice.button("contiguous").accessibleName() == "Clips: Contiguous"


def test_what_finds_no_room_goes_to_the_next_line(qtbot: Any) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    flow = FlowLayout(box, spacing=5)
    for _ in range(4):
        button = QPushButton("x")
        button.setFixedSize(60, 20)
        flow.addWidget(button)
    assert flow.sizeHint().width() == 4 * 60 + 3 * 5
    assert flow.heightForWidth(255) == 20
    assert flow.heightForWidth(254) == 20 + 5 + 20
    assert flow.heightForWidth(60) == 4 * 20 + 3 * 5


def test_words_beside_an_icon_are_read_without_their_spaces(qtbot: Any) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    set_words(button, "Analyse")
    assert button.accessibleName() == "Analyse"
    assert button.text().strip() == "Analyse"


@pytest.mark.parametrize("name", sorted(icons._PATHS))
def test_every_icon_draws_something_in_its_colour(qapp: Any, name: str) -> None:
    image = icons.picture(name, 48, "#ff0000").toImage()
    colours = {
        image.pixelColor(x, y).name() for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() > 200
    }
    assert "#ff0000" in colours
    assert not icons.icon(name, theme.DARK.accent).isNull()


def test_a_long_name_with_room_below_goes_on_there_by_whole_words(qtbot: Any) -> None:
    label = ElidedLabel("synthetic faces, spatial attention K = 2", two_lines=True)
    qtbot.addWidget(label)
    label.show()
    width = label.fontMetrics().horizontalAdvance("synthetic faces, spatial") + 2
    label.resize(width, 40)
    assert label.text() == "synthetic faces, spatial\nattention K = 2"
    one_line = QLabel("synthetic").sizeHint().height()
    assert label.sizeHint().height() > 1.5 * one_line
    label.resize(label.fontMetrics().horizontalAdvance("synthetic f"), 40)
    first, second = label.text().split("\n")
    assert first == "synthetic"
    assert "…" in second
    label.resize(900, 40)
    assert label.text() == label.whole


def test_a_long_name_without_spaces_goes_on_below(qtbot: Any) -> None:
    label = ElidedLabel("spatial_k2_fold_3_best_of_epoch_117.pth", two_lines=True)
    qtbot.addWidget(label)
    label.show()
    label.resize(label.fontMetrics().horizontalAdvance("spatial_k2_fold_3_best"), 40)
    first, second = label.text().split("\n")
    assert label.whole.startswith(first)
    assert len(first) > 10
    assert second.endswith(".pth")
