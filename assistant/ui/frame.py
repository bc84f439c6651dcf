"""The Gradio frame: header, tabs, and in each an empty place that page.js fills."""

from __future__ import annotations

import hashlib
from pathlib import Path

import gradio as gr

HERE = Path(__file__).parent


def frame() -> gr.Blocks:
    """Only the tabs that work; Prepare, Check and Positions come with their jobs."""
    blocks: gr.Blocks
    with gr.Blocks(title="Common Ground", analytics_enabled=False, fill_width=True) as blocks:
        gr.Column(elem_id="cg-header")
        with gr.Tabs(elem_id="cg-tabs"):
            with gr.Tab("Ask", id="ask", elem_id="cg-ask-tab", render_children=True):
                gr.Column(elem_id="cg-ask")
            with gr.Tab("Documents", id="documents", elem_id="cg-documents-tab"):
                gr.Column(elem_id="cg-documents")
    return blocks


def head() -> str:
    """Our style sheet and script, named by content so that no stale one is ever used."""
    return (
        f'<link rel="stylesheet" href="page/style.css?v={_version("style.css")}">'
        f'<script src="page/page.js?v={_version("page.js")}" defer></script>'
        '<meta name="description" content="Cited answers on AI-safety dialogues">'
        '<meta name="color-scheme" content="light dark">'
    )


def _version(name: str) -> str:
    return hashlib.sha256((HERE / name).read_bytes()).hexdigest()[:12]
