"""Where on the face a map lies: regions by landmarks, and maps summed over them by frame, clip, recording and group."""
