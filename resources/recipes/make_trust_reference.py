"""Takes the measures of trust of trained and untrained networks on synthetic faces: what a badge compares with.

    .venv/bin/python resources/recipes/make_trust_reference.py DATA… --checkpoint A --checkpoint B --out reference-work

DATA are data sets of ``stadrn synth`` with people that no checkpoint has learned from. What comes out,
``trust_reference.json``, is kept as ``stadrn_core/trust/reference.json``. About twenty minutes for each checkpoint and
six clips on one core; each number is written down when it is known, and a finished checkpoint is not done again.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from stadrn_core.checkpoint import load_checkpoint
from stadrn_core.evaluate import EvaluationSettings
from stadrn_core.export.files import whole_file
from stadrn_core.localize_items import find_items
from stadrn_core.localize_maps import untrained
from stadrn_core.trust import TrustSettings
from stadrn_core.trust.reference_study import Taken, take

SETTINGS = TrustSettings()
UNTRAINED_SEEDS = (1, 2, 3)


def taken_of(checkpoint: Path, data: list[Path], count: int, out: Path) -> list[dict[str, object]]:
    """All numbers of one checkpoint, from its file where it was finished before."""
    finished = out / f"{checkpoint.stem}.json"
    if finished.exists():
        rows: list[dict[str, object]] = json.loads(finished.read_text(encoding="utf-8"))
        return rows
    loaded = load_checkpoint(checkpoint, "cpu")
    faces = EvaluationSettings(sample_interval=1).face_settings(loaded)
    sources, _ = find_items(data, loaded.config, faces, split="test", count=count)
    clips = {source.name: source.load().clip.numpy() for source in sources}
    networks = [untrained(loaded.config, seed) for seed in UNTRAINED_SEEDS]
    found: list[Taken] = []
    with (out / f"{checkpoint.stem}.log").open("w", encoding="utf-8") as log:
        for one in take(clips, loaded.model, networks, SETTINGS):
            found.append(one)
            print(json.dumps(one.to_json()), file=log, flush=True)
    rows = [one.to_json() for one in found]
    with whole_file(finished) as unfinished:
        unfinished.write_text(json.dumps(rows), encoding="utf-8")
    return rows


def main() -> int:
    """Take what is missing, and write the file."""
    parser = argparse.ArgumentParser(description="Take the measures of trust of trained and untrained networks.")
    parser.add_argument("data", type=Path, nargs="+", help="data sets of 'stadrn synth'")
    parser.add_argument("--checkpoint", type=Path, action="append", required=True, help="a trained network")
    parser.add_argument("--count", type=int, default=2, help="clips of each data set (default 2)")
    parser.add_argument("--out", type=Path, required=True, help="folder for the results")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    values: dict[str, dict[str, dict[str, list[float]]]] = {}
    for checkpoint in arguments.checkpoint:
        for row in taken_of(checkpoint, arguments.data, arguments.count, arguments.out):
            of_map = values.setdefault(f"{row['measure']}/{row['number']}", {}).setdefault(str(row["map_name"]), {})
            if row["value"] is not None:
                of_map.setdefault(str(row["network"]), []).append(round(float(str(row["value"])), 4))
    facts = {
        "settings": SETTINGS.model_dump(),
        "checkpoints": [path.stem for path in arguments.checkpoint],
        "clips": arguments.count * len(arguments.data),
        "untrained_networks": len(UNTRAINED_SEEDS),
        "values": values,
    }
    with whole_file(arguments.out / "trust_reference.json") as unfinished:
        unfinished.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
