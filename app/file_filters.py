"""What file dialogs offer."""

from __future__ import annotations

from app.translation import translate

VIDEO_FILTER = translate(
    "FileFilters", "Videos (*.mp4 *.mov *.mkv *.avi *.webm *.m4v *.mpg *.mpeg *.wmv);;All files (*)"
)
CHECKPOINT_FILTER = translate("FileFilters", "Checkpoints (*.safetensors *.pth *.pt *.ckpt *.tar);;All files (*)")
