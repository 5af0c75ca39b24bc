"""Trains a network (paper 4.2): a loop that can be read, stopped between steps, and gone on with at the exact step.

Hugging Face Accelerate brings mixed precision, gradient accumulation and several GPUs (``accelerate launch``) without
owning the loop.
"""

from __future__ import annotations

import hashlib
import json
import math
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader

from stadrn_core.augment import ClipAugmentation
from stadrn_core.checkpoint import save_checkpoint
from stadrn_core.data import EpochOrder, EvaluationClips, TrainingClips
from stadrn_core.errors import DataError, TrainingError
from stadrn_core.face_cache import FaceSettings
from stadrn_core.labels import Problem, listing, read_labels, stop_on, with_splits
from stadrn_core.metrics import agreement
from stadrn_core.networks import build_network, quickest_layout
from stadrn_core.objective import WithAuxiliary, auxiliary_loss, score_loss
from stadrn_core.recordings import NO_CLIP, Recording, prepare, usable_clips, usable_starts
from stadrn_core.stills import see_endless_stills
from stadrn_core.training_setup import (
    differing_settings,
    freeze,
    make_accelerator,
    make_optimizer,
    make_schedule,
    normalisations,
    public_config,
    take_over,
)
from stadrn_core.training_state import LogRow, Position, load_state, save_state, write_log, write_text
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from stadrn_core.training_config import TrainingConfig
    from stadrn_core.types import Float64Array

BEST_FILE = "best.safetensors"
REPORT_FILE = "report.json"
SHARED = {
    "given": "{} subjects are in more than one split, so their rows are left out of the earlier ones; "
    "data.splitting = 'by_subject' divides all rows anew.",
    "given_with_shared_subjects": "{} subjects are in more than one split: the network may know them instead of their "
    "state, and its errors look smaller than they are.",
}


def train(config: TrainingConfig, out: str | Path, device: str = "auto", *, strict: bool = False) -> Iterator[Progress]:
    """Train, or go on where an interrupted training of the same configuration and data stopped.

    Args:
        config: the whole recipe.
        out: folder for ``best.safetensors``, ``log.csv``, ``report.json`` and the state.
        device: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
        strict: a bad row of the labels ends the training before it begins.

    Raises:
        DataError: the data cannot be used.
        TrainingError: the training cannot start, go on, or be saved.
        CheckpointError: the initial weights cannot be read.
    """
    yield from Training(config, out, device, strict=strict).run()


class Training:
    """One training. Not a thread: ``run`` is a generator, stopped by closing it, which saves the state first.

    Attributes:
        notes: sentences for the user, such as which initial weights did not fit.
        problems: rows that were left out.
        position: where the training is, with all validations so far.
        outcome: why ``run`` ended, empty before.
        is_ready: whether data and network are ready and the first batch can come.
    """

    def __init__(self, config: TrainingConfig, out: str | Path, device: str = "auto", *, strict: bool = False) -> None:
        self.config, self.out = config, Path(out)
        self.notes: list[str] = []
        self.problems: list[Problem] = []
        self.position = Position()
        self.outcome = ""
        self.is_ready = False
        self._device, self._strict = device, strict
        self._started = self._saved = time.monotonic()
        self._is_whole = False

    @property
    def is_main(self) -> bool:
        """Whether this process is the one that writes and speaks, of those that train together."""
        return bool(self._accelerator.is_main_process)

    def run(self) -> Iterator[Progress]:
        """Do what is left to do. See ``train`` for what it raises."""
        if self.config.run.threads is not None:
            torch.set_num_threads(self.config.run.threads)
        self._accelerator = make_accelerator(self.config, self._device)
        by_split = yield from self._read_data()
        self._build(by_split["train"], by_split["validation"])
        self._resume()
        self._write_report()
        self.is_ready = True
        try:
            yield from self._epochs()
        except GeneratorExit:
            if self._is_whole:
                self._save()
            raise
        self._write_report()

    # --- data ---------------------------------------------------------------------------------------------------

    def _read_data(self) -> Generator[Progress, None, dict[str, list[Recording]]]:
        settings, frame_size = self.config.data, self.config.network.frame_size
        table = read_labels(settings.labels, settings.auxiliary, strict=self._strict, splitting=settings.splitting)
        if table.shared:
            self.notes.append(SHARED[settings.splitting].format(len(table.shared)))
        rows = with_splits(table, settings.validation_share, settings.test_share, self.config.seed)
        used = [row for row in rows if row.split in ("train", "validation")]
        self._alignment = replace(settings.alignment, size_px=frame_size)
        faces = FaceSettings(settings.sample_interval, self._alignment, settings.cache)
        recordings, problems = yield from prepare(used, faces)
        self.problems = [*table.problems, *problems]
        by_split: dict[str, list[Recording]] = {"train": [], "validation": []}
        for recording in recordings:
            if reason := self._why_unusable(recording):
                self.problems.append(Problem(recording.row.number, recording.row.path.name, reason))
            else:
                by_split[str(recording.row.split)].append(recording)
        if self._strict:
            stop_on(self.problems, table.source)
        for split, found in by_split.items():
            if not found:
                raise DataError(f"{table.source}: no usable row for {split}.{listing(self.problems)}")
        self._data_sha256 = _hash_of([*by_split["train"], *by_split["validation"]])
        self._num_rows = {split: len(found) for split, found in by_split.items()}
        return by_split

    def _why_unusable(self, recording: Recording) -> str:
        """Why no clip can be cut from a recording, empty where one can."""
        length = self.config.clip_length
        if not len(usable_starts(recording, length)):
            return f"a face in only {recording.found.sum()} of {recording.num_frames} sampled frames"
        # A training clip begins anywhere; those that validate begin at fixed frames.
        return "" if recording.row.split == "train" or usable_clips(recording, length) else NO_CLIP

    # --- network, optimizer, loaders ----------------------------------------------------------------------------

    def _build(self, training: list[Recording], validation: list[Recording]) -> None:
        config, network_config, accelerator = self.config, self.config.network, self._accelerator
        torch.manual_seed(config.seed)
        network = build_network(network_config)
        for module in network.modules():
            if isinstance(module, nn.Dropout):
                module.p = config.optimization.dropout
        if config.initial_weights is not None:
            self.notes += take_over(network, config.initial_weights)
        self._frozen = freeze(network, config.optimization.freeze)
        if config.optimization.keep_statistics:
            self._frozen += normalisations(network)
        if config.clip_length == 1:
            see_endless_stills(network)
        model: nn.Module = WithAuxiliary(network, len(config.data.auxiliary))
        self._layout = quickest_layout(accelerator.device)
        model = model.to(memory_format=self._layout)  # type: ignore[call-overload]  # not in torch's own types
        self._order = EpochOrder(len(training), config.optimization.batch_size, config.seed)
        clips = TrainingClips(
            training,
            config.clip_length,
            network_config.frame_size,
            config.seed,
            ClipAugmentation(config.augmentation),
            config.data.label_noise,
        )
        workers = config.run.num_workers
        loader = DataLoader(clips, batch_sampler=self._order, num_workers=workers, persistent_workers=workers > 0)
        self._validation = EvaluationClips(validation, config.clip_length, network_config.frame_size)
        self._validated = validation
        validation_loader = DataLoader(
            self._validation, config.optimization.batch_size, num_workers=workers, persistent_workers=workers > 0
        )
        optimizer = make_optimizer(config.optimization, [p for p in model.parameters() if p.requires_grad])
        self._model, self._optimizer, self._loader, self._validation_loader = accelerator.prepare(
            model, optimizer, loader, validation_loader
        )
        self._batches: int = math.ceil(len(self._order) / accelerator.num_processes)
        self._schedule = make_schedule(config.optimization, optimizer, self._batches)

    # --- state --------------------------------------------------------------------------------------------------

    def _resume(self) -> None:
        state = load_state(self.out)
        if state is None:
            return
        differing = differing_settings(state["config"], self.config)
        if state["data_sha256"] != self._data_sha256:
            differing.append("the labelled data")
        if differing:
            raise TrainingError(
                f"{self.out} holds a training that differs in {', '.join(differing)}. Choose another folder; "
                "to go on from its weights, name its best.safetensors as initial_weights."
            )
        self._accelerator.unwrap_model(self._model).load_state_dict(state["model"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._schedule.load_state_dict(state["schedule"])
        if self._accelerator.scaler is not None:
            self._accelerator.scaler.load_state_dict(state["scaler"])
        self.position = Position.from_plain(state["position"])
        self.notes.append(f"Goes on after epoch {self.position.epoch}, batch {self.position.batch}.")

    def _save(self) -> None:
        if not self.is_main:
            return
        self._saved = time.monotonic()
        scaler = self._accelerator.scaler
        save_state(
            self.out,
            {
                "config": self.config.to_json(),
                "data_sha256": self._data_sha256,
                "model": self._accelerator.unwrap_model(self._model).state_dict(),
                "optimizer": self._optimizer.state_dict(),
                "schedule": self._schedule.state_dict(),
                "scaler": None if scaler is None else scaler.state_dict(),
                "position": self.position.to_plain(),
            },
        )

    def _write_report(self) -> None:
        if not self.is_main:
            return
        self.out.mkdir(parents=True, exist_ok=True)
        report = {
            "config": self.config.to_json(),
            "data_sha256": self._data_sha256,
            "recordings": self._num_rows,
            "left_out": [vars(problem) for problem in self.problems],
            "num_left_out": len(self.problems),
            "notes": self.notes,
            "outcome": self.outcome or "running",
            "best_validation_loss": self.position.best_loss if self.position.history else None,
            "validations": len(self.position.history),
            "seconds": self.position.seconds,
        }
        write_text(self.out / REPORT_FILE, json.dumps(report, indent=2))

    # --- the loop -----------------------------------------------------------------------------------------------

    def _epochs(self) -> Iterator[Progress]:
        position, settings = self.position, self.config.optimization
        total = settings.epochs * self._batches
        first = position.epoch * self._batches + position.batch
        self._started = self._saved = time.monotonic()
        self._is_whole = True
        yield Progress("training", first, total, "batches")
        while not self._reason_to_end():
            self._order.epoch = position.epoch
            self._order.first_batch = position.batch * self._accelerator.num_processes
            for clips, targets in self._loader:
                self._is_whole = False
                self._step(clips, targets)
                position.batch += 1
                done = position.epoch * self._batches + position.batch
                if self._is_validation_due(done):
                    yield from self._validate(done)
                yield from self._after_batch(done, first, total)
                if self.outcome:
                    return
        self.outcome = self._reason_to_end()

    def _after_batch(self, done: int, first: int, total: int) -> Iterator[Progress]:
        """Keep what is to be kept, tell how far it is, and see whether it is enough."""
        position, run = self.position, self.config.run
        if position.batch == self._batches:
            position.epoch, position.batch = position.epoch + 1, 0
            if self.config.optimization.schedule == "warm_restarts":
                self._schedule.step()
        self._is_whole = bool(self._accelerator.sync_gradients)
        self.outcome = self._reason_to_end()
        if self._is_whole and self._is_time_up():
            self.outcome = self.outcome or f"stopped after {run.max_minutes:g} minutes; the same command goes on"
        is_save_due = position.batch == 0 or _minutes_since(self._saved) >= run.save_every_minutes
        if self.outcome or (is_save_due and self._is_whole):
            self._save()
        rate = (done - first) / (time.monotonic() - self._started)
        yield Progress("training", done, total, "batches", rate, (total - done) / rate)

    def _step(self, clips: Tensor, targets: Tensor) -> None:
        accelerator, position, config = self._accelerator, self.position, self.config
        before = time.monotonic()
        torch.manual_seed(_step_seed(config.seed, position.epoch, position.batch, accelerator.process_index))
        self._model.train()
        for module in self._frozen:
            module.eval()
        with accelerator.accumulate(self._model):
            outputs = self._model(clips.to(memory_format=self._layout)).float()
            labels = targets[:, 0] / config.network.score_range
            loss = score_loss(outputs[:, 0], labels, config.optimization.loss)
            extra = auxiliary_loss(outputs[:, 1:], targets[:, 1:])
            accelerator.backward(loss + config.data.auxiliary_weight * extra)
            self._optimizer.step()
            self._optimizer.zero_grad()
        if accelerator.sync_gradients and config.optimization.schedule == "one_cycle":
            self._schedule.step()
        if not math.isfinite(loss.item()):
            raise self._diverged()
        position.loss_sum += loss.item() * len(targets)
        position.auxiliary_sum += extra.item() * len(targets)
        position.num_clips += len(targets)
        position.seconds += time.monotonic() - before

    def _diverged(self) -> TrainingError:
        return TrainingError(
            f"The loss is no number any more in epoch {self.position.epoch + 1}: the training diverged. Lower "
            f"optimization.learning_rate. The best weights so far are kept in {self.out}."
        )

    def _is_validation_due(self, done: int) -> bool:
        """Whether the batch that was just done completes a stretch, or the whole training."""
        stretch = self.config.run.validate_every * self._batches
        is_last = bool(done == self.config.optimization.epochs * self._batches)
        return is_last or math.floor(done / stretch + 1e-9) > math.floor((done - 1) / stretch + 1e-9)

    def _reason_to_end(self) -> str:
        """Why the training is complete, empty where it is not."""
        patience = self.config.run.patience
        if self.position.epoch == self.config.optimization.epochs:
            return "all epochs are done"
        if patience is not None and self.position.num_worse >= patience:
            return f"ended early: no lower validation loss in {patience} validations"
        return ""

    def _is_time_up(self) -> bool:
        """Whether the time is up for any of the processes that train together."""
        max_minutes = self.config.run.max_minutes
        if max_minutes is None:
            return False
        if _minutes_since(self._started) >= max_minutes:
            self._accelerator.set_trigger()
        return bool(self._accelerator.check_trigger())

    # --- validation ---------------------------------------------------------------------------------------------

    def _validate(self, done: int) -> Iterator[Progress]:
        """Score the validation recordings, log it, and keep the weights if they are the best so far."""
        position, score_range = self.position, self.config.network.score_range
        before = time.monotonic()
        outputs = yield from self._outputs_by_recording()
        if not np.isfinite(outputs[:, 0]).all():
            raise self._diverged()
        labels = np.array([recording.row.label for recording in self._validated])
        measured = agreement(outputs[:, 0] * score_range, labels, resamples=1)
        targets = torch.tensor([recording.row.auxiliary for recording in self._validated])
        loss = float(np.square(outputs[:, 0] - labels / score_range).mean())
        is_best = loss < position.best_loss
        position.seconds += time.monotonic() - before
        row = LogRow(
            epoch=done / self._batches,
            step=done,
            loss=position.loss_sum / position.num_clips,
            auxiliary_loss=position.auxiliary_sum / position.num_clips,
            validation_loss=loss,
            validation_auxiliary_loss=auxiliary_loss(torch.from_numpy(outputs[:, 1:]), targets).item(),
            mae=measured["MAE"].value or 0.0,
            rmse=measured["RMSE"].value or 0.0,
            pcc=measured["PCC"].value,
            ccc=measured["CCC"].value,
            learning_rate=self._optimizer.param_groups[0]["lr"],
            seconds=position.seconds,
            is_best=is_best,
        )
        position.history.append(row)
        position.loss_sum = position.auxiliary_sum = 0.0
        position.num_clips = 0
        position.best_loss, position.num_worse = (loss, 0) if is_best else (position.best_loss, position.num_worse + 1)
        if self.is_main:
            if is_best:
                self._save_best(row)
            write_log(self.out, position.history)

    def _outputs_by_recording(self) -> Generator[Progress, None, Float64Array]:
        """(N, 1 + A) float64: mean over a recording's clips of max(y, 0), then of the auxiliary outputs."""
        sums = np.zeros((len(self._validated), 1 + len(self.config.data.auxiliary)))
        counts = np.zeros(len(sums))
        self._model.eval()
        for clips, index in self._validation_loader:
            outputs, of = self._accelerator.gather_for_metrics((self._outputs(clips), index))
            np.add.at(sums, of.cpu().numpy(), outputs.cpu().double().numpy())
            np.add.at(counts, of.cpu().numpy(), 1)
            yield Progress("validating", int(counts.sum()), len(self._validation), "clips")
        return np.asarray(sums / counts[:, None])

    @torch.no_grad()
    def _outputs(self, clips: Tensor) -> Tensor:
        outputs = self._model(clips.to(memory_format=self._layout)).float()
        return torch.cat([outputs[:, :1].clamp(min=0), outputs[:, 1:]], dim=1)

    def _save_best(self, row: LogRow) -> None:
        model = self._accelerator.unwrap_model(self._model)
        training = {
            "trained": True,
            "caution": self.config.caution,
            "known_error": f"RMSE {row.rmse:.2f} on the {len(self._validated)} recordings that it was chosen by",
            "config": public_config(self.config),
            "data_sha256": self._data_sha256,
            "recordings": self._num_rows,
            "clip_length": self.config.clip_length,
            "validation": vars(row),
        }
        preprocessing = {
            "alignment": asdict(self._alignment),
            "sample_interval": self.config.data.stated_sample_interval or self.config.data.sample_interval,
        }
        metadata = {"name": self.config.name, "preprocessing": preprocessing, "training": training}
        half_precision = self.config.run.stored_precision == "fp16"
        save_checkpoint(self.out / BEST_FILE, model.network, metadata, half_precision=half_precision)


def _minutes_since(moment: float) -> float:
    return (time.monotonic() - moment) / 60


def _step_seed(*place: int) -> int:
    """A seed for the dropout of one step, so that no generator's state has to be kept."""
    return int(np.random.SeedSequence(place).generate_state(1)[0])


def _hash_of(recordings: list[Recording]) -> str:
    """sha256 of everything learned from: contents, labels, splits."""
    rows = [[r.sha256, r.row.label, r.row.split, r.row.auxiliary] for r in recordings]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()
