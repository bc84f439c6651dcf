"""The briefs and vocabularies under corpus/: read, validated, turned into documents."""

from assistant.corpus.checking import check_corpus
from assistant.corpus.figures import Figures, corpus_figures
from assistant.corpus.loading import Corpus, load_corpus
from assistant.corpus.vocabulary import Name, Party, Term, Topic, Vocabulary, load_vocabulary

__all__ = [
    "Corpus",
    "Figures",
    "Name",
    "Party",
    "Term",
    "Topic",
    "Vocabulary",
    "check_corpus",
    "corpus_figures",
    "load_corpus",
    "load_vocabulary",
]
