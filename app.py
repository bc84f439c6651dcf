"""Brings the index up to date and serves the page; `python -m assistant serve` does the same."""

import sys

from assistant.errors import CommonGroundError
from assistant.ui.server import launch
from assistant.wiring import build_assistant

if __name__ == "__main__":
    try:
        launch(build_assistant())
    except CommonGroundError as error:
        sys.exit(f"Common Ground cannot start: {error}")
