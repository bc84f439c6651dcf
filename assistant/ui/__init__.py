"""The page: Gradio for the frame, our own markup for everything a person reads."""

import os

# Read by gradio when it is imported; the page never reports anything to anyone.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
