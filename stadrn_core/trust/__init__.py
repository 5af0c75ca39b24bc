"""How far a map can be trusted: tests of one map of one clip, each with its cost known before it starts."""

from stadrn_core.trust.assess import Assessment, Pace, Task
from stadrn_core.trust.badge import badge, saying
from stadrn_core.trust.case import MAP_NAMES, Case, Grid, MapName
from stadrn_core.trust.measure import Cost, Measure
from stadrn_core.trust.measures import MEASURES
from stadrn_core.trust.neutral import HOWS, How, cell_mask, region_mask
from stadrn_core.trust.probe import Probed, probe
from stadrn_core.trust.results import MeasureResult, Number, TrustResults, TrustSettings, read_results

__all__ = [
    "HOWS",
    "MAP_NAMES",
    "MEASURES",
    "Assessment",
    "Case",
    "Cost",
    "Grid",
    "How",
    "MapName",
    "Measure",
    "MeasureResult",
    "Number",
    "Pace",
    "Probed",
    "Task",
    "TrustResults",
    "TrustSettings",
    "badge",
    "cell_mask",
    "probe",
    "read_results",
    "region_mask",
    "saying",
]
