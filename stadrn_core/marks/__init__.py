"""Marks and ranges that a user sets on a recording, with text and category: kept, and exchanged with other programs."""

from stadrn_core.marks.elan import read_elan, write_elan
from stadrn_core.marks.marks import Mark, MarksFile
from stadrn_core.marks.table import read_csv, write_csv
from stadrn_core.marks.timing import Timing

__all__ = ["Mark", "MarksFile", "Timing", "read_csv", "read_elan", "write_csv", "write_elan"]
