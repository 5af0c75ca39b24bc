"""The engine: from a face video and an STA-DRN checkpoint to scores and saliency maps. Knows nothing of windows.

Names are loaded when they are first used, so that ``import stadrn_core.video`` does not import torch.
"""

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
