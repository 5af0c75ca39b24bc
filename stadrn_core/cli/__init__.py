"""The command line ``stadrn``: one file for each group of commands, which import what they need when they run."""

from __future__ import annotations

import typer

from stadrn_core.cli import (
    batch,
    cache,
    checkpoint,
    compare,
    complexity,
    evaluate,
    explain,
    export,
    figure,
    judge,
    library,
    localize,
    methods,
    regions,
    report,
    synth,
    train,
    trust,
)
from stadrn_core.cli.console import DISCLAIMER, INTERRUPTED, console, say
from stadrn_core.errors import StaDrnError
from stadrn_core.folders import open_project

PACKAGES_OF_TRAIN = ("accelerate", "kornia", "torchmetrics")
INSTALL_TRAIN = "pip install 'stadrn-workbench[train]'"

app = typer.Typer(
    name="stadrn",
    help="Show why a facial-video model gives the score it gives. Without a subcommand the window opens. " + DISCLAIMER,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(explain.commands)
app.add_typer(export.commands)
app.add_typer(figure.commands)
app.add_typer(batch.commands)
app.add_typer(cache.commands)
app.add_typer(checkpoint.commands, name="checkpoint")
app.add_typer(compare.commands)
app.add_typer(complexity.commands)
app.add_typer(evaluate.commands)
app.add_typer(judge.commands)
app.add_typer(localize.commands)
app.add_typer(methods.commands)
app.add_typer(regions.commands)
app.add_typer(report.commands)
app.add_typer(train.commands)
app.add_typer(trust.commands)
app.add_typer(library.commands, name="library")
app.add_typer(synth.commands, name="synth")


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; errors that a user can mend become one message and a non-zero exit code.

    Args:
        arguments: without the program's name; those of the process where None.

    Returns:
        Exit code: 0 done, 1 an error with a message, 2 wrong usage, 130 stopped by Ctrl-C.
    """
    open_project(None)
    try:
        return int(app(args=arguments, prog_name="stadrn", standalone_mode=False) or 0)
    except StaDrnError as error:
        say("Error", "bold red", str(error))
        return 1
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in PACKAGES_OF_TRAIN:
            raise
        say("Error", "bold red", f"The package '{package}' is missing. Install it with: {INSTALL_TRAIN}")
        return 1
    except KeyboardInterrupt:
        console.print("Stopped.")
        return INTERRUPTED
    except typer.Exit as stop:
        return stop.exit_code
    except (typer.Abort, typer.TyperException) as error:
        say("Error", "bold red", str(error))
        return 2


@app.command()
def doctor() -> int:
    """Check this machine: versions, device, codecs, landmark model, window libraries, folders, free disk."""
    from stadrn_core.doctor import print_checks

    return print_checks()


@app.command()
def version() -> int:
    """Print the version."""
    from stadrn_core import __version__

    print(__version__)
    return 0
