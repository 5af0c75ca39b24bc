"""``python -m stadrn_core.cli``."""

import sys

from stadrn_core.cli import main

sys.exit(main())
