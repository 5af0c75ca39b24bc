"""What the user prefers everywhere: theme, colours, device, guided maps, landmark model, recent files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QSpinBox, QWidget

from app import tasks, theme
from app.controls import Segmented, label, labelled
from app.dialogs.analysis_settings import GUIDED_LABELS, GUIDED_TIPS, in_words
from app.dialogs.frame import Dialog
from app.preferences import DEVICES
from app.translation import LANGUAGE_NAMES, translate
from app.view_controls import COLOURMAP_LABELS, swatch

if TYPE_CHECKING:
    from app.translation import Language
    from app.workspace import Workspace
    from stadrn_core.manifest import Guided

DEVICE_LABELS = {
    "auto": translate("Preferences", "Automatic (GPU if there is one)"),
    "cpu": "CPU",
    "cuda": translate("Preferences", "GPU (CUDA)"),
    "mps": translate("Preferences", "GPU (Apple)"),
}


class PreferencesDialog(Dialog):
    """Changes take effect at once; those of device and landmark model with the next checkpoint or analysis."""

    theme_chosen = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(translate("Preferences", "Preferences"), "", parent, width_px=500)
        self._workspace = workspace
        preferences = workspace.preferences
        self.theme = Segmented(
            translate("Preferences", "Theme"),
            {
                "system": translate("Preferences", "As the system"),
                "dark": translate("Preferences", "Dark"),
                "light": translate("Preferences", "Light"),
            },
        )
        self.theme.set_value(preferences.theme)
        self.theme.chosen.connect(self.theme_chosen)
        self.colormap = QComboBox()
        self.colormap.setIconSize(QSize(44, 12))
        for name, text in COLOURMAP_LABELS.items():
            self.colormap.addItem(swatch(name), text, name)
        self.colormap.setCurrentIndex(self.colormap.findData(workspace.view.colormap))
        self.colormap.activated.connect(lambda i: workspace.set_view(colormap=self.colormap.itemData(i)))
        self.guided = Segmented(translate("Preferences", "Guided maps of new analyses"), GUIDED_LABELS, GUIDED_TIPS)
        self.guided.set_value(preferences.guided)
        self.guided.chosen.connect(self._set_guided)
        self.device = QComboBox()
        for name in DEVICES:
            self.device.addItem(DEVICE_LABELS[name], name)
        self.device.setCurrentIndex(self.device.findData(preferences.device))
        self.device.activated.connect(self._set_device)
        now = translate("Preferences", "Now: {device}").format(device=workspace.device_label)
        self.device_now = label(now if workspace.device_label else "", "small figures", wrap=True)
        self.device_now.setVisible(bool(workspace.device_label))
        self.landmarks = QLineEdit(str(preferences.landmark_model or ""))
        self.landmarks.setPlaceholderText(translate("Preferences", "the one that comes with the installed package"))
        self.landmarks.setClearButtonEnabled(True)
        self.landmarks.editingFinished.connect(self._set_landmarks)
        self.landmark_note = label("", "warning", wrap=True)
        self.landmark_note.hide()
        browse = QPushButton(translate("Preferences", "Choose…"))
        browse.clicked.connect(self._browse)
        row = QWidget()
        fields = QHBoxLayout(row)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.addWidget(self.landmarks, 1)
        fields.addWidget(browse)
        self._add_language()
        self.add(
            labelled(translate("Preferences", "Theme"), self.theme),
            labelled(translate("Preferences", "Colours of the heatmap"), self.colormap),
        )
        self.add(
            labelled(translate("Preferences", "Guided maps of new analyses"), self.guided),
            labelled(translate("Preferences", "Compute on"), self.device),
        )
        self.add(self.device_now)
        self.add(labelled(translate("Preferences", "Landmark model (dlib, 68 points)"), row), self.landmark_note)
        self.add(
            labelled(translate("Preferences", "Aligned faces kept for further checkpoints, at most"), self._cache_row())
        )
        self.forget = QPushButton(translate("Preferences", "Forget recent files"))
        self.forget.setToolTip(translate("Preferences", "Their names may tell who was recorded"))
        self.forget.clicked.connect(self._forget)
        self.add(self.forget)
        close = self.add_close(translate("Preferences", "Done"))
        close.setDefault(True)

    def _add_language(self) -> None:
        self.language = Segmented(
            translate("Preferences", "Language"),
            {"system": translate("Preferences", "As the system"), **LANGUAGE_NAMES},
        )
        self.language.set_value(self._workspace.preferences.language)
        self.language.chosen.connect(self._set_language)
        self.language_note = label("", "muted", wrap=True)
        self.add(labelled(translate("Preferences", "Language"), self.language), self.language_note)
        self._tell_of_language()

    def _set_language(self, language: str) -> None:
        self._workspace.preferences.language = cast("Language", language)
        self._tell_of_language()

    def _tell_of_language(self) -> None:
        said = [translate("Preferences", "Another language is shown from the next start on.")]
        if self.language.value == "zh_CN" and not theme.has_chinese_font():
            said.append(
                translate(
                    "Preferences",
                    "No font of this machine has Chinese characters, so boxes would be shown. On Debian and Ubuntu, "
                    "sudo apt install fonts-noto-cjk brings one.",
                )
            )
        self.language_note.setText(" ".join(said))

    def _cache_row(self) -> QWidget:
        self.cache_limit = QSpinBox()
        self.cache_limit.setRange(0, 1000)
        self.cache_limit.setSuffix(" GB")
        self.cache_limit.setSpecialValueText(translate("Preferences", "none"))
        self.cache_limit.setValue(self._workspace.preferences.cache_gb)
        self.cache_limit.valueChanged.connect(self._set_cache_limit)
        self.cache_size = label("", "muted")
        self.clear_cache = QPushButton(translate("Preferences", "Clear"))
        self.clear_cache.setToolTip(
            translate("Preferences", "Aligned faces are pictures of people. The next analyses make them again.")
        )
        self.clear_cache.setEnabled(False)
        self.clear_cache.clicked.connect(lambda: self._measure_cache(limit_bytes=0))
        row = QWidget()
        fields = QHBoxLayout(row)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.addWidget(self.cache_limit)
        fields.addWidget(self.cache_size, 1)
        fields.addWidget(self.clear_cache)
        self._measure_cache()
        return row

    def _set_cache_limit(self, gigabytes: int) -> None:
        self._workspace.preferences.cache_gb = gigabytes

    def _measure_cache(self, limit_bytes: int | None = None) -> None:
        self._measuring = self._workspace.run_side_task(
            lambda: tasks.measure_face_cache(limit_bytes),
            translate("Preferences", "The face cache"),
            self._tell_cache,
            lambda *_: None,
        )

    def _tell_cache(self, size: object) -> None:
        if isinstance(size, tasks.FaceCacheSize):
            self.cache_size.setText(
                translate("Preferences", "{size} in use").format(size=in_words(size.num_bytes))
                if size.num_bytes
                else translate("Preferences", "nothing kept now")
            )
            self.clear_cache.setEnabled(size.num_bytes > 0)

    def done(self, result: int) -> None:
        """Hear nothing more of the cache once closed."""
        self._workspace.abandon_side_task(self._measuring)
        super().done(result)

    def _set_guided(self, guided: str) -> None:
        self._workspace.set_guided_preference(cast("Guided", guided))

    def _set_device(self, index: int) -> None:
        self._workspace.preferences.device = self.device.itemData(index)

    def _set_landmarks(self) -> None:
        text = self.landmarks.text().strip()
        missing = bool(text) and not Path(text).is_file()
        self.landmark_note.setText(
            translate("Preferences", "There is no file {path}.").format(path=text) if missing else ""
        )
        self.landmark_note.setVisible(missing)
        if not missing:
            self._workspace.preferences.landmark_model = Path(text) if text else None

    def _browse(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self,
            translate("Preferences", "Choose a landmark model"),
            "",
            translate("Preferences", "dlib models (*.dat)"),
        )
        if path:
            self.landmarks.setText(path)
            self._set_landmarks()

    def _forget(self) -> None:
        self._workspace.preferences.clear_recent()
        self.forget.setEnabled(False)
        self.forget.setText(translate("Preferences", "Recent files are forgotten"))
