"""The errors a person can meet. Each message names the thing and the next step.

    CommonGroundError
    ├── UsageError            the request is wrong; the caller can mend it
    │   ├── QuestionError     an empty, oversized or unreadable question
    │   ├── DraftError        a text to check that is empty or too long
    │   └── FilterError       an unknown party, kind, topic, status, language or date
    ├── CorpusError           a brief or vocabulary breaks the format; carries every fault
    ├── IndexError_           the search index cannot be used
    │   ├── IndexMissing      nothing has been indexed yet
    │   ├── IndexDamaged      the files are there and cannot be read
    │   ├── IndexLocked       another process is writing
    │   └── IndexUnreachable  the Chroma server does not answer
    ├── ModelError            an embedding, reading or chat model cannot be loaded or used
    ├── ReportError           lines to hand over that do not fit together
    ├── FileError             a file of the user's cannot be read; the message names it
    │   ├── FileUnknown       of a kind that is not read
    │   ├── FileUnreadable    damaged, or not what its name says
    │   ├── FileEmpty         without any text: empty, or a scan without a text layer
    │   ├── FileLocked        protected by a password
    │   ├── FileTooLarge      over a limit on size, also once it is unpacked
    │   └── FileStopped       took too long or too much memory, or ended its reader
    ├── FetchError            an address cannot be fetched
    │   ├── AddressRefused    it may not be: private, not of the web, or its site asks not to
    │   └── FetchFailed       it does not answer, is gone, too slow or too large
    └── NotFound              a document, conversation or passage that does not exist

They are caught at two boundaries only: the command line and the page.
"""

from __future__ import annotations


class CommonGroundError(Exception):
    """The root: anything whose message may be shown to a person as it is."""


class UsageError(CommonGroundError):
    """The request is wrong; the message says how to mend it."""


class QuestionError(UsageError):
    """A question that is empty, too long or without readable text."""


class DraftError(UsageError):
    """A text to check that is empty, too long or without readable text."""


class FilterError(UsageError):
    """A filter value that is not in the vocabulary; the message lists the valid ones."""


class CorpusError(CommonGroundError):
    """Faults in briefs or vocabularies, one line each: file, line, field, what is wrong."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


class IndexError_(CommonGroundError):  # noqa: N801 - IndexError is Python's own
    """The search index cannot be used."""


class IndexMissing(IndexError_):
    """No index has been built in the data directory."""


class IndexDamaged(IndexError_):
    """The index is there and cannot be read."""


class IndexLocked(IndexError_):
    """Another process holds the write lock."""


class IndexUnreachable(IndexError_):
    """The Chroma server named in the settings does not answer."""


class ModelError(CommonGroundError):
    """A model cannot be found, verified, loaded, reached or understood."""


class ReportError(CommonGroundError):
    """A line of a report points to a note that is not there, or a table's row is uneven."""


class FileError(CommonGroundError):
    """A file cannot be read. Its reader tells why; the caller adds the name and the next step."""


class FileUnknown(FileError):
    """A file of a kind that is not read."""


class FileUnreadable(FileError):
    """A file that is damaged, or not what its name says."""


class FileEmpty(FileError):
    """A file without any text."""


class FileLocked(FileError):
    """A file that is protected by a password."""


class FileTooLarge(FileError):
    """A file over a limit on size."""


class FileStopped(FileError):
    """A file that took too long or too much memory, or ended the process that read it."""


class FetchError(CommonGroundError):
    """An address cannot be fetched."""


class AddressRefused(FetchError):
    """An address that may not be fetched: private, not of the web, or against robots.txt."""


class FetchFailed(FetchError):
    """An address that does not answer, or with what cannot be used."""


class NotFound(CommonGroundError):
    """No document, passage or conversation has this id."""
