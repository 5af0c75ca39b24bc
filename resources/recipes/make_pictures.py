"""Takes the pictures of README and the user guide, which are also what tests compare the window with.

    .venv/bin/python resources/recipes/make_pictures.py [--out resources/guide/pictures] [NAME …]

Brings the real window, with the demo analysed by both of its checkpoints, into the states of ``STATES`` one after the
other, and writes each as NAME-light.webp and NAME-dark.webp. Works without a screen, in about a minute. Equal on every
Linux machine: the analyses are stored ones, the fonts are those of ``resources/fonts`` and no others, and what a clock
or a machine would change (dates, speeds, folders) is set.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[1]
THEMES = ("light", "dark")
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <match target="font">
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
  </match>
</fontconfig>
"""


def main() -> int:
    """Set the environment, then open the window and take the pictures."""
    parser = argparse.ArgumentParser(description="Take the pictures of the window.")
    parser.add_argument("names", nargs="*", help="states; all of them by default")
    parser.add_argument("--out", type=Path, default=RESOURCES / "guide" / "pictures", help="folder to write into")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(RESOURCES.parent))
    with tempfile.TemporaryDirectory(prefix="stadrn") as folder:
        home = Path(folder)
        conf = home / "fonts.conf"
        conf.write_text(FONTS_CONF.format(fonts=RESOURCES / "fonts", cache=home / "fonts"), encoding="utf-8")
        os.environ |= {
            "FONTCONFIG_FILE": str(conf),
            "HOME": folder,
            "LC_ALL": "C.UTF-8",
            "MPLCONFIGDIR": str(home / "matplotlib"),
            "OMP_NUM_THREADS": "1",
            "QT_QPA_PLATFORM": "offscreen",
            "QT_SCALE_FACTOR": "1",
            "STADRN_HOME": str(home / "stadrn"),
            "TZ": "UTC",
        }
        # The script's own folder is on the path: it was started by its name.
        from demo_analyses import unpack_analyses
        from window_states import Studio

        unpack_analyses()
        return Studio(arguments.out, THEMES).run(arguments.names)


if __name__ == "__main__":
    sys.exit(main())
