"""Words of a text reduced to comparable stems, without a library."""

from __future__ import annotations

import re

from assistant import tokens

HAN = re.compile(r"[\u3400-\u9fff]")
_ENDINGS = (
    ("ations", "at"), ("ation", "at"), ("ements", ""), ("ement", ""), ("ments", ""), ("ment", ""),
    ("ances", ""), ("ance", ""), ("ities", "it"), ("ity", "it"), ("ions", ""), ("ion", ""),
    ("ings", ""), ("ing", ""), ("ies", "y"), ("ied", "y"), ("ers", ""), ("ors", ""), ("er", ""),
    ("or", ""), ("ed", ""), ("es", ""), ("e", ""), ("ly", ""), ("s", ""),
)  # fmt: skip
_IRREGULAR = {
    "said": "say", "says": "say", "told": "tell", "held": "hold", "met": "meet", "led": "lead",
    "took": "take", "taken": "take", "gave": "give", "given": "give", "made": "make",
    "chose": "choose", "wrote": "write", "written": "write", "began": "begin", "begun": "begin",
    "spoke": "speak", "spoken": "speak", "sought": "seek", "brought": "bring", "kept": "keep",
    "left": "leave", "lost": "lose", "won": "win", "saw": "see", "seen": "see", "countries": "country",
    "people": "person", "became": "become", "came": "come", "went": "go", "grew": "grow",
    "fell": "fall", "rose": "rise", "built": "build", "bound": "bind", "signatories": "signatory",
}  # fmt: skip


def stem(word: str) -> str:
    """A word's stem, good enough to tell “signed” and “signing” alike."""
    word = _IRREGULAR.get(word, word)
    for ending, instead in _ENDINGS:
        if ending == "ly" and len(word) < 7:
            continue  # “apply” is no adverb
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= 3:
            word = word[: len(word) - len(ending)] + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word


def stems(text: str) -> list[str]:
    """The stems of the content words of a text, in order; Chinese as pairs of characters."""
    found: list[str] = []
    for word, is_han in tokens.words(text):
        if is_han:
            found.extend(tokens.bigrams(word))
        elif word not in tokens.STOP_WORDS:
            found.append(stem(word))
    return found
