"""`serve`: the page."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.settings import Settings
from assistant.wiring import build_assistant


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Index what changed and serve the page."""
    settings = Settings.model_validate(
        Settings().model_dump() | {k: v for k, v in (("host", host), ("port", port)) if v}
    )
    from assistant.ui.server import launch  # gradio takes seconds to import

    launch(build_assistant(settings))
