from . import errors as errors
from . import types as types
from .analyze import analyze_video as analyze_video
from .checkpoint import LoadedCheckpoint as LoadedCheckpoint
from .checkpoint import load_checkpoint as load_checkpoint
from .explain import explain_clip as explain_clip
from .model import STADRN as STADRN
from .model import ModelConfig as ModelConfig
from .store import AnalysisStore as AnalysisStore
from .video import open_recording as open_recording

__version__: str
