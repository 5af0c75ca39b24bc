"""What file dialogs offer."""

from __future__ import annotations

VIDEO_FILTER = "Videos (*.mp4 *.mov *.mkv *.avi *.webm *.m4v *.mpg *.mpeg *.wmv);;All files (*)"
CHECKPOINT_FILTER = "Checkpoints (*.safetensors *.pth *.pt *.ckpt *.tar);;All files (*)"
