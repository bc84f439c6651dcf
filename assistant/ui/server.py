"""The page as an application: our routes first, Gradio's frame behind them."""

from __future__ import annotations

import socket

import gradio as gr
import uvicorn
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from assistant import wiring
from assistant.errors import CommonGroundError, NotFound, UsageError
from assistant.history import History
from assistant.ui.backend import Assistant
from assistant.ui.frame import HERE, frame, head
from assistant.ui.markup import environment
from assistant.ui.routes import page_routes
from assistant.ui.security import Guard
from assistant.ui.theme import theme
from assistant.ui.turnstile import Turnstile


def create_app(
    assistant: Assistant,
    history: History,
    *,
    model: str | None = None,
    answers_at_once: int = 2,
    waiting: int = 16,
) -> FastAPI:
    """The whole page; nothing is served yet. `model` is named in the header."""
    app = FastAPI(title="Common Ground", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_exception_handler(CommonGroundError, _told)
    app.add_exception_handler(RequestValidationError, _unreadable)
    env = environment(assistant)
    app.include_router(
        page_routes(env, assistant, history, Turnstile(answers_at_once, waiting), model)
    )
    blocks = frame()
    blocks.queue(default_concurrency_limit=answers_at_once, max_size=waiting)
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        mcp_server=False,
        enable_monitoring=False,
        show_error=False,
        pwa=False,
        favicon_path=str(HERE / "icon.svg"),
        theme=theme(),
    )
    app.add_middleware(Guard, head=head())
    return app


def launch(assistant: wiring.Assistant) -> None:
    """Index what changed, open the model, and serve the page where the settings say."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Indexing", total=None)
        assistant.index(
            progress=lambda done, total, what: bar.update(
                task, completed=done, total=total, description=what
            )
        )
        bar.update(task, total=None, description="Opening the model")
        assistant.warm_up()
    settings = assistant.settings
    app = create_app(assistant, assistant.history, model=assistant.model)
    serve(app, host=settings.host, port=settings.port)


def serve(app: FastAPI, *, host: str = "127.0.0.1", port: int = 7860) -> None:
    """Serve until Ctrl-C; a browser that stays open does not hold the end up.

    Raises UsageError if the port is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        raise UsageError(
            f"The page cannot listen on {host}, port {port} ({error.strerror}). "
            "Choose another with COMMON_GROUND_PORT or --port."
        ) from error
    print(f"Common Ground is at http://{host}:{port}", flush=True)
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=3)
    uvicorn.Server(config).run(sockets=[listener])


def _told(request: Request, error: Exception) -> JSONResponse:
    """An error whose message is meant for a person."""
    status = 404 if isinstance(error, NotFound) else 400 if isinstance(error, UsageError) else 503
    return JSONResponse({"error": str(error)}, status)


def _unreadable(request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"error": "The request could not be read. Reload the page."}, 400)
