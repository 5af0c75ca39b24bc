"""What is said of a batch and of its jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core_sentences import in_own_words
from app.status import progress_words, time_left
from app.translation import translate

if TYPE_CHECKING:
    from app.batch_queue import BatchQueue
    from stadrn_core.batch_plan import Job


def job_words(queue: BatchQueue, job: Job) -> str:
    """Where a job stands, on one line."""
    outcome = queue.outcome(job.name)
    match queue.job_state(job.name):
        case "running":
            return _running_words(queue, job)
        case "done" if outcome is not None and outcome.num_skipped:
            return translate("Batch", "done; clips explained: {clips}, without enough faces: {skipped}").format(
                clips=outcome.num_clips, skipped=outcome.num_skipped
            )
        case "done" if outcome is not None:
            return translate("Batch", "done; clips explained: {clips}").format(clips=outcome.num_clips)
        case "failed" if outcome is not None:
            reason = " ".join(in_own_words(outcome.reason).removeprefix(f"{job.recording}: ").split())
            return translate("Batch", "failed: {reason}").format(reason=reason)
        case "waiting" if outcome is not None and outcome.reason:
            return translate("Batch", "waiting: {reason}").format(reason=in_own_words(outcome.reason))
        case state:
            done = outcome.num_clips + outcome.num_skipped if outcome is not None else 0
            if not done:
                return translate("Batch", "stopped") if state == "stopped" else translate("Batch", "waiting")
            words = (
                translate("Batch", "stopped; clips kept: {done}")
                if state == "stopped"
                else translate("Batch", "waiting; clips kept: {done}")
            )
            return words.format(done=done)


def _running_words(queue: BatchQueue, job: Job) -> str:
    if queue.state == "pausing":
        return translate("Batch", "ends after the present step; what is computed is kept")
    if queue.gives_way:
        return translate("Batch", "gives way to what you do in the window")
    progress = queue.progress(job.name)
    if progress is None:
        return translate("Batch", "begins")
    done, total = (progress.done, progress.total) if progress.unit == "clips" else (0, 0)
    return progress_words(progress, done, total)


def batch_words(queue: BatchQueue) -> str:
    """Where the batch stands, and how long it may take."""
    total, done, failed = len(queue.jobs), queue.count("done"), queue.count("failed")
    words = (
        translate("Batch", "{done} of {total} done, {failed} failed").format(done=done, total=total, failed=failed)
        if failed
        else translate("Batch", "{done} of {total} done").format(done=done, total=total)
    )
    seconds = queue.seconds_left
    state = {
        "running": translate("Batch", "running"),
        "pausing": translate("Batch", "pausing after the present step"),
        "paused": translate("Batch", "paused"),
        "stopped": translate("Batch", "stopped"),
        "ended": translate("Batch", "nothing is left to do"),
    }.get(queue.state, "")
    if queue.state == "running" and queue.gives_way:
        state = translate("Batch", "gives way to what you do in the window")
    elif queue.state == "running" and seconds is not None:
        state = translate("Batch", "about {time} left").format(time=time_left(seconds))
    return f"{words} · {state}"


def button_words(queue: BatchQueue) -> str:
    """The same in the status bar; empty where there is nothing to say."""
    total, ended = len(queue.jobs), queue.count("done", "failed")
    match queue.state:
        case "none":
            return translate("Batch", "Batch not finished") if queue.unfinished is not None else ""
        case "running":
            return translate("Batch", "Batch: {number} of {total}").format(number=min(ended + 1, total), total=total)
        case "pausing":
            return translate("Batch", "Batch pausing, {ended} of {total} ended").format(ended=ended, total=total)
        case "paused":
            return translate("Batch", "Batch paused, {ended} of {total} ended").format(ended=ended, total=total)
        case "stopped":
            return translate("Batch", "Batch stopped, {ended} of {total} ended").format(ended=ended, total=total)
        case _:
            return ended_words(queue)


def ended_words(queue: BatchQueue) -> str:
    """What came of a batch."""
    done, failed = queue.count("done"), queue.count("failed")
    if failed:
        return translate("Batch", "Batch finished: {done} done, {failed} failed").format(done=done, failed=failed)
    return translate("Batch", "Batch finished: {done} done").format(done=done)
