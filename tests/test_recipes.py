"""The recipes of the project's own networks: files that can be read, and a plan whose commands exist."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from stadrn_core.cli import main
from stadrn_core.training_config import read_config

RECIPES = Path(__file__).resolve().parents[1] / "resources" / "recipes"


@pytest.fixture
def plan(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[Any, list[list[str]]]:
    """A plan that notes its commands and finds the tables that they would have written."""
    made = runpy.run_path(str(RECIPES / "make_checkpoints.py"))
    commands: list[list[str]] = []

    def note(_plan: Any, command: list[str]) -> None:
        commands.append(command)
        if command[0] == "synth":
            folder = Path(command[command.index("--out") + 1])
            folder.mkdir(parents=True)
            (folder / "labels.csv").write_text(f"path,label\nimages/{len(commands)}.jpg,3\n", encoding="utf-8")

    monkeypatch.setattr(made["Plan"], "_do", note)
    return made["Plan"](tmp_path, 3), commands


@pytest.mark.parametrize("recipe", sorted(RECIPES.glob("*.toml")), ids=lambda path: path.stem)
def test_a_recipe_is_read_and_says_that_it_knows_no_people(recipe: Path) -> None:
    config = read_config(recipe)
    assert "say nothing about people" in config.caution
    assert config.network.frame_size == 224
    assert config.clip_length == (64 if recipe.stem.endswith("_clips") else 1)


def test_every_part_begins_with_the_weights_of_one_that_was_trained_before(plan: Any) -> None:
    made, commands = plan
    made.run()
    trained: list[str] = []
    for command in [command for command in commands if command[0] == "train"]:
        assert Path(command[1]).is_file()
        weights = [Path(word.partition("=")[2]) for word in command if word.startswith("initial_weights=")]
        assert all(path.parent.name in trained for path in weights)
        trained.append(Path(command[command.index("--out") + 1]).name)
    assert len(trained) == len(list(RECIPES.glob("*.toml")))
    judged = {command[command.index("--checkpoint") + 1] for command in commands if "--checkpoint" in command}
    last, final = "fusion_vector_more_clips/best.safetensors", f"{made.out.name}/fusion_vector.safetensors"
    assert {"/".join(Path(path).parts[-2:]) for path in judged} == {last, final, "spatial_clips/best.safetensors"}
    fitted = [command[2:5] for command in commands if command[:2] == ["checkpoint", "recalibrate"]]
    named = {"/".join(Path(path).parts[-2:]) for source, _, target in fitted for path in (source, target)}
    assert named == {last, final}


def test_people_learned_from_are_never_judged(plan: Any, tmp_path: Path) -> None:
    made, commands = plan
    made.run()
    seeds: dict[str, set[str]] = {}
    for command in [command for command in commands if command[0] == "synth"]:
        use = Path(command[command.index("--out") + 1]).relative_to(tmp_path).parts[0]
        seeds.setdefault(use, set()).add(command[command.index("--seed") + 1])
    assert set(seeds) == {"stills", "train", "test", "kinds"}
    assert not (seeds["test"] | seeds["kinds"]) & (seeds["stills"] | seeds["train"])
    assert len(seeds["kinds"]) == 1, "the same people with each kind of action, and at rest"


def test_every_option_of_the_plan_exists(plan: Any, capsys: pytest.CaptureFixture[str]) -> None:
    made, commands = plan
    made.run()
    for name in sorted({tuple(command[: 2 if command[0] in ("synth", "checkpoint") else 1]) for command in commands}):
        main([*name, "--help"])
        told = capsys.readouterr().out
        used = {word for command in commands if tuple(command[: len(name)]) == name for word in command}
        assert all(option in told for option in used if option.startswith("--")), name


def test_joined_tables_name_pictures_in_their_own_folders(plan: Any, tmp_path: Path) -> None:
    made, _ = plan
    made.run()
    lines = (tmp_path / "stills" / "labels.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "path,label"
    assert lines[1].startswith("lids/images/")
    assert len(lines) == 7


def test_a_rehearsal_goes_the_same_way_with_few_faces(plan: Any, tmp_path: Path) -> None:
    made, commands = plan
    made.run()
    whole = list(commands)
    commands.clear()
    few = type(made)(tmp_path / "rehearsal", 3, is_rehearsal=True)
    trained = few.out / "runs" / "fusion_vector_more_clips" / "best.safetensors"
    trained.parent.mkdir(parents=True)
    trained.write_bytes(b"weights")
    few.run()
    names = [command[:2] for command in whole if command[:2] != ["checkpoint", "recalibrate"]]
    assert [command[0] for command in commands] == [name[0] for name in names]
    assert few._final("fusion_vector").read_bytes() == b"weights"
    for command in commands:
        if command[0] == "synth":
            assert int(command[command.index("--count" if "--count" in command else "--subjects") + 1]) <= 20
        if command[0] == "train":
            assert "optimization.epochs=1" in command
