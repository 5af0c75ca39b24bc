"""What this program is, and what it is not."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.controls import FactList, label
from app.dialogs.frame import Dialog
from app.translation import translate
from stadrn_core import __version__
from stadrn_core.folders import analyses_folder, config_folder, log_folder

PAPER = translate("About", "Pan et al., Expert Systems with Applications 2023, doi 10.1016/j.eswa.2023.121410")


class AboutDialog(Dialog):
    """Version, purpose, source of the method, licence, folders."""

    def __init__(self, device: str, parent: QWidget | None = None) -> None:
        text = translate(
            "About", "Shows what a network that estimates the severity of depression from a face video looked at."
        )
        super().__init__("STA-DRN Workbench", text, parent, width_px=540)
        self.add(
            label(
                translate("About", "Research use, not a diagnosis. A score says nothing certain about a person."),
                "warning",
                wrap=True,
            )
        )
        facts = FactList()
        facts.set_facts(
            {
                translate("About", "version"): __version__,
                translate("About", "device"): device or translate("About", "not known yet"),
                translate("About", "method"): PAPER,
                translate("About", "licence"): "MIT",
                translate("About", "landmark model"): translate(
                    "About", "trained on data licensed for non-commercial use"
                ),
                translate("About", "analyses"): str(analyses_folder()),
                translate("About", "preferences"): str(config_folder()),
                translate("About", "log"): str(log_folder()),
            }
        )
        self.add(facts)
        self.add_close().setDefault(True)
