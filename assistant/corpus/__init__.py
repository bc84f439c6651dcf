"""The briefs and vocabularies under corpus/: read, validated, turned into documents."""

from assistant.corpus.checking import check_corpus
from assistant.corpus.loading import Corpus, load_corpus
from assistant.corpus.vocabulary import Name, Party, Term, Topic, Vocabulary, load_vocabulary

__all__ = [
    "Corpus",
    "Name",
    "Party",
    "Term",
    "Topic",
    "Vocabulary",
    "check_corpus",
    "load_corpus",
    "load_vocabulary",
]
