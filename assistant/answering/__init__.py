"""Question → events: what is being done, sentences that passed their gates, one answer."""

from assistant.answering.answerer import Answerer, clean_question

__all__ = ["Answerer", "clean_question"]
