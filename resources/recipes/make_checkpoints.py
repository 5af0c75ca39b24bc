"""Makes the demo checkpoints from nothing: draws faces, trains, scores recordings of other people, judges the maps.

    .venv/bin/python resources/recipes/make_checkpoints.py --out checkpoints-work [--processes 2]

``make checkpoints`` does the same. Some four hours on two cores and 1 GB of disk. Each step goes on where it was
interrupted, so the same command can be given again at any time; what is finished is not done again. ``--rehearse`` goes
through the same steps, but for the recalibration, with so few faces that they take minutes: what comes out has learned
nothing.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

RECIPES = Path(__file__).parent
STADRN = Path(sys.executable).with_name("stadrn")

FIRST_STILLS = ("mixed", 1, 3384)
"""Kind, seed, number of pictures: what fusion_vector_stills.toml learns from."""
STILLS = (
    ("lids", 13, 600),
    ("brow", 11, 500),
    ("mouth_corners", 12, 400),
    ("neutral", 10, 400),
    ("smile", 14, 300),
    ("mixed", 2, 2400),
)
"""Likewise, for fusion_vector_kinds.toml and spatial_stills.toml."""
TRAINING_RECORDINGS = (("mixed", 100, 48), ("brow", 101, 6), ("lids", 102, 6), ("mouth_corners", 103, 6))
"""Kind, seed, number of people: what the first clips come from."""
MORE_RECORDINGS = ("mixed_more", "mixed", 104, 96)
"""Name, kind, seed, number of people: what the last parts learn from besides."""
TEST_PEOPLE, TEST_SEED = 56, 1000
KINDS, KINDS_SEED, KINDS_PEOPLE = ("neutral", "brow", "mouth_corners", "lids", "mixed"), 2000, 12
REHEARSAL_STILLS, REHEARSAL_PEOPLE, REHEARSAL_PEOPLE_OF_A_KIND = 20, 10, 2
"""At most so many are drawn for a rehearsal: every tenth face is for validation, and ten recordings recalibrate."""
CLIP_SECONDS = 6.4
"""64 frames, 10 a second."""
VARIANTS = {"fusion_vector": "fusion_vector_kinds", "spatial": "spatial_stills"}
"""What is trained, and the recipe before its clips."""
CONTINUED = "fusion_vector"
"""What goes on with more people and is recalibrated then. Tried with the other one, too, which it did no good."""


@dataclass(frozen=True)
class Plan:
    """All commands, in order, for a folder.

    Attributes:
        out: where everything goes.
        processes: that draw faces.
        is_rehearsal: few faces, one pass through them.
    """

    out: Path
    processes: int
    is_rehearsal: bool = False

    def run(self) -> None:
        """Do what is not done yet.

        Raises:
            subprocess.CalledProcessError: a command failed; it said why.
        """
        self._do(self.stills("first", *FIRST_STILLS))
        self._do(self.train("fusion_vector_stills", self.out / "stills" / "first"))
        for kind, seed, count in STILLS:
            self._do(self.stills(kind, kind, seed, count))
        stills = join_labels(self.out / "stills", [kind for kind, _, _ in STILLS])
        self._do(self.train("fusion_vector_kinds", stills, after="fusion_vector_stills"))
        self._do(self.train("spatial_stills", stills))
        for kind, seed, people in TRAINING_RECORDINGS:
            self._do(self.recordings(f"train/{kind}", kind, seed, people, CLIP_SECONDS))
        recordings = join_labels(self.out / "train", [kind for kind, _, _ in TRAINING_RECORDINGS])
        for variant, before in VARIANTS.items():
            self._do(self.train(f"{variant}_clips", recordings, after=before))
        name, kind, seed, people = MORE_RECORDINGS
        self._do(self.recordings(f"train/{name}", kind, seed, people, CLIP_SECONDS))
        recordings = join_labels(self.out / "train", [name, *(kind for kind, _, _ in TRAINING_RECORDINGS)])
        self._do(self.train(f"{CONTINUED}_more_clips", recordings, after=f"{CONTINUED}_clips"))
        self._do([*self.recordings("test", "mixed", TEST_SEED, TEST_PEOPLE, CLIP_SECONDS), "--split", "test"])
        for kind in KINDS:
            self._do(
                [*self.recordings(f"kinds/{kind}", kind, KINDS_SEED, KINDS_PEOPLE, CLIP_SECONDS), "--split", "test"]
            )
        kinds = join_labels(self.out / "kinds", list(KINDS))
        self._do(self.score_other_people(kinds))
        if not self._final(CONTINUED).is_file():
            if self.is_rehearsal:  # scores that have learned nothing do not rise with the labels: there is no line
                shutil.copy(self.out / "runs" / f"{CONTINUED}_more_clips" / "best.safetensors", self._final(CONTINUED))
            else:
                self._do(self.recalibrate())
        for variant in VARIANTS:
            self._do(self.evaluate(variant))
            self._do(self.localize(variant))

    def stills(self, name: str, kind: str, seed: int, count: int) -> list[str]:
        """Draw single aligned faces."""
        if self.is_rehearsal:
            count = min(count, REHEARSAL_STILLS)
        command = ["synth", "stills", "--out", self._path("stills", name), "--kind", kind]
        return [*command, "--seed", str(seed), "--count", str(count), "--processes", str(self.processes)]

    def recordings(self, name: str, kind: str, seed: int, people: int, seconds: float) -> list[str]:
        """Film recordings, one of each person."""
        if self.is_rehearsal:
            alone = kind != "mixed" or name.startswith("kinds")
            people = min(people, REHEARSAL_PEOPLE_OF_A_KIND if alone else REHEARSAL_PEOPLE)
        command = ["synth", "dataset", "--out", self._path(name), "--kind", kind, "--seed", str(seed)]
        size = ["--subjects", str(people), "--seconds", str(seconds), "--size", "480x360", "--frame-rate", "10"]
        return [*command, *size, "--processes", str(self.processes)]

    def train(self, recipe: str, data: Path, after: str | None = None) -> list[str]:
        """Train a recipe, from the weights of the one before where there is one."""
        command = ["train", str(RECIPES / f"{recipe}.toml"), "--data", str(data), "--out", self._path("runs", recipe)]
        cache = ["--set", f"data.cache={self.out / 'faces'}"]
        weights = ["--set", f"initial_weights={self.out / 'runs' / after / 'best.safetensors'}"] if after else []
        once = ["--set", "optimization.epochs=1"] if self.is_rehearsal else []
        return [*command, *cache, *weights, *once]

    def score_other_people(self, data: Path) -> list[str]:
        """Score the recordings by kind: the last layer is fitted to them, so they do not judge the scores."""
        checkpoint = self._path("runs", f"{CONTINUED}_more_clips", "best.safetensors")
        out = ["--out", self._path("recalibration")]
        return ["evaluate", str(data), "--checkpoint", checkpoint, *out, "--sample-interval", "1", "--split", "test"]

    def recalibrate(self) -> list[str]:
        """Put the scores onto the scale of those labels."""
        checkpoint = self._path("runs", f"{CONTINUED}_more_clips", "best.safetensors")
        predictions = self._path("recalibration", "predictions.csv")
        return ["checkpoint", "recalibrate", checkpoint, predictions, str(self._final(CONTINUED)), "--half"]

    def evaluate(self, variant: str) -> list[str]:
        """Score recordings of people that no network has seen."""
        return ["evaluate", self._path("test"), *self._judged(variant, "evaluation"), "--split", "test"]

    def localize(self, variant: str) -> list[str]:
        """Ask where the maps point, on other such people."""
        data = [self._path("kinds", kind) for kind in KINDS]
        return ["localize", *data, *self._judged(variant, "localization"), "--split", "test"]

    def _judged(self, variant: str, folder: str) -> list[str]:
        checkpoint = str(self._final(variant))
        return ["--checkpoint", checkpoint, "--out", self._path(folder, variant), "--sample-interval", "1"]

    def _final(self, variant: str) -> Path:
        if variant == CONTINUED:
            return self.out / f"{variant}.safetensors"
        return self.out / "runs" / f"{variant}_clips" / "best.safetensors"

    def _path(self, *parts: str) -> str:
        return str(self.out.joinpath(*parts))

    def _do(self, command: list[str]) -> None:
        print("stadrn", *command, flush=True)
        subprocess.run([STADRN, *command], check=True)


def join_labels(folder: Path, names: list[str]) -> Path:
    """One table over the data sets in subfolders; returns where it is."""
    rows: list[dict[str, str]] = []
    for name in names:
        with (folder / name / "labels.csv").open(encoding="utf-8", newline="") as file:
            rows += [{**row, "path": f"{name}/{row['path']}"} for row in csv.DictReader(file)]
    path = folder / "labels.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def main() -> int:
    """Run the plan; the exit code."""
    parser = argparse.ArgumentParser(description="Make the demo checkpoints from nothing; goes on where it was.")
    parser.add_argument("--out", type=Path, required=True, help="folder for data, trainings and results")
    parser.add_argument("--processes", type=int, default=2, help="processes that draw faces (default 2)")
    parser.add_argument("--rehearse", action="store_true", help="all steps with few faces; learns nothing")
    arguments = parser.parse_args()
    try:
        Plan(arguments.out.resolve(), arguments.processes, arguments.rehearse).run()
    except subprocess.CalledProcessError as error:
        print(f"Stopped: {' '.join(map(str, error.cmd[1:3]))} ended with code {error.returncode}.", file=sys.stderr)
        return error.returncode
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
