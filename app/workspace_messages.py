"""What the workspace tells the user, with the next step where there is one."""

from __future__ import annotations

from app.messages import UserMessage
from app.translation import translate


def nothing_to_analyse(*, has_recording: bool) -> UserMessage:
    """An analysis was asked for, and something is not open yet."""
    title = translate("Workspace", "Nothing to analyse yet")
    if has_recording:
        text = translate("Workspace", "An analysis needs a video and a checkpoint. Open a checkpoint first.")
        return UserMessage("info", title, text, "open_checkpoint")
    text = translate("Workspace", "An analysis needs a video and a checkpoint. Open a video first.")
    return UserMessage("info", title, text, "open_recording")


def another_face(frame_index: int) -> UserMessage:
    """A face was picked."""
    text = translate(
        "Workspace", "The face at this place in frame {playhead} is followed. Analyse to see its map."
    ).format(playhead=frame_index)
    return UserMessage("info", translate("Workspace", "Another face is followed"), text, "analyse")


def no_clip_explained() -> UserMessage:
    """An analysis is complete and has no score."""
    text = translate(
        "Workspace",
        "Too few frames with a face were found for any clip. Pick the face by hand, or use another stretch of video.",
    )
    return UserMessage("warning", translate("Workspace", "No clip could be explained"), text)


def checkpoint_gone(name: str) -> UserMessage:
    """The checkpoint of a stored analysis was moved or removed."""
    title = translate("Workspace", "{name} is not where it was").format(name=name)
    text = translate("Workspace", "What is stored is shown. To compute more, open the checkpoint.")
    return UserMessage("info", title, text, "open_checkpoint")
