"""What a language model writes, sentence by sentence, and the gates that decide on it.

The model sees evidence under opaque ids, fenced as data. Its reply is cut into sentences as it
streams in, ids are resolved, and a sentence goes on only once it has passed every gate.
"""

from assistant.writing.gates import Gates
from assistant.writing.writer import LeftOut, Passed, Report, Task, Writer

__all__ = ["Gates", "LeftOut", "Passed", "Report", "Task", "Writer"]
