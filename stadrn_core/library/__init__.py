"""The sessions that were analysed here: by pseudonym, date and tag, and all that a patient left, found and deleted."""

from stadrn_core.library.forget import Forgotten, forget_patient
from stadrn_core.library.library import ORDERS, Library, Order, Score, Session

__all__ = ["ORDERS", "Forgotten", "Library", "Order", "Score", "Session", "forget_patient"]
