"""Start STA-DRN Workbench from a checkout: ``python main.py`` is the same as the installed command ``stadrn``."""

import sys

from app.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
