"""The Gradio frame: header, tabs, and in each an empty place that our scripts fill."""

from __future__ import annotations

import hashlib
from pathlib import Path

import gradio as gr

HERE = Path(__file__).parent
# The tabs that work, in their order; each has a script of its name that registers it.
TABS = (
    ("ask", "Ask"),
    ("prepare", "Prepare"),
    ("check", "Check"),
    ("positions", "Positions"),
    ("documents", "Documents"),
)
STYLES = ("style.css", "check.css", "jobs.css")
SCRIPTS = ("core.js", "evidence.js", *(f"{name}.js" for name, _ in TABS))


def frame() -> gr.Blocks:
    """The header's place, and one for each tab."""
    blocks: gr.Blocks
    with gr.Blocks(title="Common Ground", analytics_enabled=False, fill_width=True) as blocks:
        gr.Column(elem_id="cg-header")
        with gr.Tabs(elem_id="cg-tabs"):
            for name, label in TABS:
                tab = gr.Tab(
                    label, id=name, elem_id=f"cg-{name}-tab", render_children=name == "ask"
                )
                with tab:
                    gr.Column(elem_id=f"cg-{name}", elem_classes="cg-place")
    return blocks


def head() -> str:
    """Our style sheets and scripts, named by content so that no stale one is ever used."""
    links = [f'<link rel="stylesheet" href="page/{n}?v={_version(n)}">' for n in STYLES]
    links += [f'<script src="page/{n}?v={_version(n)}" defer></script>' for n in SCRIPTS]
    return (
        "".join(links) + '<meta name="description" content="Cited answers on AI-safety dialogues">'
        '<meta name="color-scheme" content="light dark">'
    )


def _version(name: str) -> str:
    return hashlib.sha256((HERE / name).read_bytes()).hexdigest()[:12]
