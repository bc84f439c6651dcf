"""A claim sentence compared with passages, by rule: who, how strongly, how many, when, whether.

`mismatches` is the way in: for the gates on what a language model writes, and for checking.
"""

from assistant.comparing import deeds
from assistant.comparing.comparison import compare, mismatches
from assistant.comparing.facets import Facet, Known, Mismatch
from assistant.comparing.saying import Said, read
from assistant.comparing.voices import parties_of

__all__ = [
    "Facet",
    "Known",
    "Mismatch",
    "Said",
    "compare",
    "deeds",
    "mismatches",
    "parties_of",
    "read",
]
