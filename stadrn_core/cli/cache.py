"""``stadrn cache``: the aligned faces that are kept between analyses."""

from __future__ import annotations

from typing import Annotated

import typer

from stadrn_core.cli.console import console

commands = typer.Typer()


@commands.command()
def cache(clear: Annotated[bool, typer.Option("--clear", help="Remove them all.")] = False) -> int:
    """Tell what the aligned faces kept for further checkpoints take on disk, or remove them."""
    from stadrn_core import chunk_cache

    if clear:
        removed = chunk_cache.clear()
        console.print(f"Removed {removed / 1e6:.1f} MB of aligned faces. The next analyses align faces again.")
        return 0
    console.print(f"{chunk_cache.used_bytes() / 1e6:.1f} MB of aligned faces in {chunk_cache.recordings_folder()}")
    return 0
