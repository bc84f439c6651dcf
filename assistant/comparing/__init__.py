"""A claim sentence compared with passages, by rule: who, how strongly, how many, when, whether.

`mismatches` is the way in: for the gates on what a language model writes, and for checking.
"""

from assistant.comparing import deeds
from assistant.comparing.comparison import Said, compare, mismatches, read
from assistant.comparing.facets import Facet, Known, Mismatch

__all__ = ["Facet", "Known", "Mismatch", "Said", "compare", "deeds", "mismatches", "read"]
