"""What a language model writes, sentence by sentence, and the gates that decide on it.

The model sees evidence under opaque ids, fenced as data. Its reply is cut into sentences as it
streams in, ids are resolved, and a sentence goes on only once it has passed every gate.
"""

from assistant.writing.evidence import head_of
from assistant.writing.extracting import Extractor, Proposal, pieces
from assistant.writing.gates import Gates, evidence_of, verified
from assistant.writing.phrasing import Phrased, Phraser
from assistant.writing.rewriting import Rewriter
from assistant.writing.stances import Assessed, Assessor
from assistant.writing.verdicts import ModelVerifier
from assistant.writing.writer import LeftOut, Passed, Report, Task, Writer

__all__ = [
    "Assessed",
    "Assessor",
    "Extractor",
    "Gates",
    "LeftOut",
    "ModelVerifier",
    "Passed",
    "Phrased",
    "Phraser",
    "Proposal",
    "Report",
    "Rewriter",
    "Task",
    "Writer",
    "evidence_of",
    "head_of",
    "pieces",
    "verified",
]
