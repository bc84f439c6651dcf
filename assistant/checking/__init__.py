"""A claim, or a whole draft, judged against the sources."""

from assistant.checking.checker import Checker
from assistant.checking.judging import Judge

__all__ = ["Checker", "Judge"]
