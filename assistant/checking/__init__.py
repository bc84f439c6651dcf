"""A claim, or a whole draft, judged against the sources."""

from assistant.checking.checker import Checker
from assistant.checking.judging import Judge
from assistant.checking.second_reading import Second

__all__ = ["Checker", "Judge", "Second"]
