"""The window. Everything that touches Qt lives here; the numbers come from ``stadrn_core``."""

NAME = "STA-DRN Workbench"
