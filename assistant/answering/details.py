"""Which kind of detail a question asks for, and whether a statement has one of that kind.

A statement that is near the matter but has no sum of money is no answer to what something costs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.answering.judging import tells_number
from assistant.answering.understanding import Intent, Understanding
from assistant.corpus import Party
from assistant.domain import Passage
from assistant.naming import Names, Sort


@dataclass(frozen=True, slots=True)
class Detail:
    """A kind of detail: how a question asks for it, and what a statement that has it contains."""

    asks: re.Pattern[str]
    tells: re.Pattern[str]


def _detail(asks: str, tells: str) -> Detail:
    return Detail(re.compile(asks, re.IGNORECASE), re.compile(tells, re.IGNORECASE))


_KINDS = (
    _detail(  # money
        r"\bbudget\b(?! (?:office|bureau|director))|\bhow much\b[^?]*\b(?:spend|cost|pay|paid|fund|money|worth)|\bwhat (?:does|did|do)\b[^?]*\b(?:spend|cost)\b"
        r"|\bhow (?:high|large|big)\b[^?]*\bfines?\b|预算|经费|多少钱|罚款多少|花费",
        r"\b(?:million|billion|trillion|dollars?|euros?|won|yuan|pounds?|rupees)\b|[$€£¥]|turnover|revenue|万元|亿|美元|欧元|韩元",
    ),
    _detail(  # who holds an office
        r"\bwho (?:now |currently )?(?:runs|chairs|heads|leads|directs|manages|presides|commands|led|headed|chaired|ran)\b|谁(?:来)?(?:主持|领导|担任|执掌)",
        r"\bchair\w*|\bco-chair\w*|\bhead(?:s|ed)?\b|\bdirectors?\b|\bled\b|\bleads\b|\bpresident of\b|\brun by\b|\bsecretary-general of\b|(?<!国家)(?<!习近平)主席|主任|秘书长|负责人|主持",
    ),
    _detail(  # a place in a text
        r"\b(?:which|what) (?:paragraph|article|section|clause|chapter|annex)\b|哪一?(?:条|款|段|章)|第几(?:条|款|段)",
        r"\b(?:paragraphs?|articles?|sections?|clauses?|chapters?|annex\w*|paras?\.?)\b|第.{1,4}(?:条|款|段|章)",
    ),
    _detail(  # ratifications
        r"\bhow many\b[^?]*\bratif|(?:几个?|多少)[^？]*批准",
        r"ratif|批准|核准",
    ),
    _detail(  # a court
        r"\b(?:which|what)\b[^?]*\b(?:court|judge|tribunal)s?\b|哪(?:个|家|一)?法院",
        r"\b(?:courts?|judges?|tribunals?)\b|法院|法官",
    ),
)  # fmt: skip
_NUMBER = re.compile(
    r"\bhow (?:many|much|large|big|high|old)\b|\bnumber of\b|\bpercentage\b|多少|几(?!乎)|多大",
    re.IGNORECASE,
)
_SPAN = re.compile(r"\bhow (?:fast|long|soon|often)\b|多久|多长", re.IGNORECASE)
_DAY = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|\b(?:months?|days?|years?|weeks?|hours?|at once|immediately)\b|年|月|日|天",
)

_WHICH = re.compile(
    r"\W*(?:and\s+)?which\s+(?:(?!(?:of|do|does|did)\b)[\w-]+\s+)?(?P<sort>compan(?:y|ies)|firms?|countr(?:y|ies)|nations?|governments?)\b",
    re.IGNORECASE,
)


class Wanted:
    """The details that one question asks for."""

    def __init__(self, understood: Understanding) -> None:
        self._chinese = understood.language == "zh"
        self._kinds = [kind for kind in _KINDS if kind.asks.search(understood.text)]
        self._number = bool(_NUMBER.search(understood.text))
        self._day = understood.intent is Intent.WHEN or bool(_SPAN.search(understood.text))

    def __bool__(self) -> bool:
        return bool(self._kinds) or self._number or self._day

    @property
    def special(self) -> bool:
        """Whether something rarer than a number or a day is asked for."""
        return bool(self._kinds)

    def told_by(self, passage: Passage) -> bool:
        """Whether the statement has every kind of detail asked for."""
        chinese = self._chinese and passage.text_zh
        text = f"{passage.text} {passage.text_zh}" if chinese else passage.text
        if self._number and not tells_number(passage.text):
            return False
        if self._day and not _DAY.search(text):
            return False
        return all(kind.tells.search(f"{text} {passage.locator or ''}") for kind in self._kinds)


def asks_party(text: str) -> bool:
    """Whether “which company …” or “which country …” is asked."""
    return bool(_WHICH.match(text))


def lacks_party(
    understood: Understanding, passage: Passage, names: Names, parties: Mapping[str, Party]
) -> bool:
    """Whether “which company …” is asked, and the statement names none but those asked about."""
    match = _WHICH.match(understood.text)
    if match is None:
        return False
    sort = match["sort"].casefold()
    company = sort.startswith(("f", "comp"))
    named = names.find(passage.text).ids(Sort.PARTY, Sort.METONYM)
    return not any(
        i not in understood.parties and (parties[i].type == "company") == company for i in named
    )
