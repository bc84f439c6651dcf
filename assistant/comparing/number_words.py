"""Words for numbers, and for what is counted, in English and Chinese."""

from __future__ import annotations

from assistant.comparing.words import stem

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SPELT = {word: value for value, word in enumerate(_ONES)} | {
    word: 10 * value for value, word in enumerate(_TENS, start=2)
}
SPELT |= {
    f"{ten}-{one}": 10 * place + value
    for place, ten in enumerate(_TENS, start=2)
    for value, one in enumerate(_ONES[1:10], start=1)
}
ORDINALS = {
    word: value
    for value, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
        ],
        start=1,
    )
}
SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "hundred": 1e2}
SCALES_ZH = {"万": 1e4, "亿": 1e8, "百": 1e2, "千": 1e3}
DIGITS_ZH = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
PAIR = frozenset(
    map(
        stem,
        [
            "sides",
            "countries",
            "governments",
            "powers",
            "leaders",
            "parties",
            "states",
            "capitals",
            "presidents",
            "superpowers",
            "nations",
        ],
    )
)
_KIND_WORDS = {
    "country": {"country"}, "state": {"country"}, "nation": {"country"}, "government": {"country"},
    "signatory": {"country", "company", "person", "signatory"}, "endorser": {"country", "signatory"},

    "party": {"country"}, "member": {"country", "member"}, "participant": {"country", "person"},
    "sponsor": {"country", "sponsor"}, "company": {"company"}, "firm": {"company"}, "developer": {"company"},
    "lab": {"company"}, "person": {"person"}, "scientist": {"person"}, "expert": {"person"},
    "signature": {"person", "signatory"}, "author": {"person"}, "researcher": {"person"},
}  # fmt: skip
KINDS = {stem(word): kinds for word, kinds in _KIND_WORDS.items()}
KINDS_ZH = {"国": "country", "家": "company", "企": "company", "人": "person", "名": "person", "位": "person",
             "票": "vote", "天": "day", "日": "day", "年": "year", "轮": "round", "项": "item", "条": "item",
             "点": "item", "票赞成": "favour", "赞成": "favour", "反对": "against", "弃权": "abstain"}  # fmt: skip
