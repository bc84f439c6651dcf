"""Gradio's own theme, kept quiet: system fonts only, our two blues, no shadows.

What a person reads is styled by style.css; this covers the frame and the tabs.
"""

from __future__ import annotations

from gradio.themes import Base, Color
from gradio.themes.utils import sizes

SANS = (
    "-apple-system",
    "Segoe UI",
    "Noto Sans",
    "Liberation Sans",
    "Arial",
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "sans-serif",
)
INK = Color(
    c50="#f3f6f9", c100="#e4ebf2", c200="#c9d7e4", c300="#9fb8d0", c400="#6f93b7",
    c500="#45729f", c600="#2b5a88", c700="#14487a", c800="#123a61", c900="#10304f", c950="#0b2036",
)  # fmt: skip


def theme() -> Base:
    """The theme of the frame."""
    return Base(
        primary_hue=INK,
        secondary_hue=INK,
        neutral_hue="slate",
        radius_size=sizes.radius_sm,
        font=list(SANS),
        font_mono=["Liberation Mono", "Consolas", "monospace"],
    ).set(
        body_background_fill="#ffffff",
        body_background_fill_dark="#14171b",
        body_text_color="#1a1f26",
        body_text_color_dark="#e6e9ed",
        block_shadow="none",
        block_border_width="0px",
    )
