"""Loudspeaker and volume in the transport row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from app.glyph_button import GlyphButton
from app.translation import translate

if TYPE_CHECKING:
    from app.sound import Sound

SLIDER_WIDTH_PX = 64


class SoundControl(QWidget):
    """Turns the recording's sound on and off, and louder; says why none is heard."""

    def __init__(self, sound: Sound, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sound = sound
        self.button = GlyphButton("sound", "", "")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setFixedWidth(SLIDER_WIDTH_PX)
        self.slider.setAccessibleName(translate("Sound", "Volume"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.button)
        row.addWidget(self.slider)
        self.button.clicked.connect(lambda: sound.set_on(not sound.is_on))
        self.slider.valueChanged.connect(sound.set_volume)
        sound.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        sound = self._sound
        is_heard = sound.has_sound and sound.is_on
        self.setEnabled(sound.has_sound)
        self.slider.blockSignals(True)
        self.slider.setValue(sound.volume)
        self.slider.blockSignals(False)
        self.slider.setToolTip(translate("Sound", "Volume {volume} %").format(volume=sound.volume))
        self.button.glyph = "sound" if is_heard else "silent"
        if not sound.has_sound:
            self.button.describe(translate("Sound", "No sound"), translate("Sound", "The recording has no sound"))
        elif sound.is_on:
            hint = translate("Sound", "Sound off. It is heard forwards in real time, from a quarter to twice the speed")
            self.button.describe(translate("Sound", "Sound off"), hint, "sound")
        else:
            self.button.describe(translate("Sound", "Sound on"), translate("Sound", "Sound on"), "sound")
        self.button.update()
