"""In which language a text is: by its script and, in Latin letters, by its commonest words."""

from __future__ import annotations

import re
from collections import Counter

_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u3400-\u9fff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
)
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]+")
_COMMON = {
    "en": "the of and to in is that for with on as are this be by",
    "fr": "le la les des et de du une est que pour dans par sur au",
    "de": "der die das und ist von mit den für nicht ein eine zu auf im",
    "es": "el la los las de que y en por para con una del es se",
    "pt": "o os as de que e em para com uma do da não é dos",
    "it": "il di che e la per un una con del della è sono gli nel",
    "nl": "de het een van en is dat op te voor met zijn niet aan door",
}
_SAMPLE = 20_000  # characters looked at
_JAPANESE = 0.05  # of the letters being kana makes it Japanese, whatever else is there
_SHARE = 0.2


def language_of(text: str) -> str | None:
    """The code of the language, None if it cannot be told."""
    sample = text[:_SAMPLE]
    latin = sum(map(len, _LATIN.findall(sample)))
    counts = {name: len(pattern.findall(sample)) for name, pattern in _SCRIPTS}
    letters = latin + sum(counts.values())
    if not letters:
        return None
    if counts["ja"] >= _JAPANESE * letters:
        return "ja"
    name, count = max(counts.items(), key=lambda pair: pair[1])
    # a Chinese character says about as much as three Latin letters
    if count * 3 > latin and count >= _SHARE * letters / 3:
        return name
    words = Counter(re.findall(r"[^\W\d_]+", sample.casefold()))
    scores = {code: sum(words[w] for w in common.split()) for code, common in _COMMON.items()}
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] >= 0.03 * sum(words.values()) else None
