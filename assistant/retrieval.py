"""Query → hits: dense and lexical search, fused, filtered, with a share for each side named."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.domain import Filters, Hit
from assistant.entries import CHINESE
from assistant.errors import IndexMissing
from assistant.filtering import Group, InLanguage, OfParty, Passing
from assistant.ports import Embedder, PassageIndex, Vectors
from assistant.snapshots import Shelf, Snapshots
from assistant.tokens import is_chinese

_OVER = 4  # ask for so many times the pool, and filter, before a filtered query is made

_DEEPER = 10  # passages near in meaning keep lexical scores from so many times the pool
_ACROSS = 0.75  # for a text that can share no words with the question, being in another script,
# this much of its dense score stands for the lexical one
_NOTHING = float("-inf")
_GROUPS = 50  # whose passages are remembered
_QUERIES = 100  # whose vectors are kept
_LEVEL = 20  # so many of the nearest entries tell how near the texts of a language are

Scores = dict[str, float]  # passage id → score
Found = list[tuple[str, float]]  # (entry id, score), best first


@dataclass(frozen=True, slots=True)
class Fusion:
    """How the two lists become one; chosen on the development split of SciFact.

    BM25 scores are divided by the best, since 0 is their natural floor; cosines have none, so
    those of the `pool` nearest are stretched to 0..1 and raised to the power `sharpness`.
    """

    dense: float = 0.5
    lexical: float = 0.5
    pool: int = 200
    sharpness: float = 1.5


class Searcher:
    """Hybrid search over the current snapshot; safe to use from several threads."""

    def __init__(
        self, snapshots: Snapshots, embedder: Embedder, *, fusion: Fusion | None = None
    ) -> None:
        """`embedder` must be the one that the index was made with."""
        self._snapshots = snapshots
        self._embedder = embedder
        self._embedded = lru_cache(_QUERIES)(embedder.embed_query)  # several jobs ask the same
        self._fusion = fusion or Fusion()

    def search(
        self,
        query: str,
        *,
        limit: int = 20,
        filters: Filters | None = None,
        parties: Sequence[str] = (),
        languages: Sequence[str] = (),
        extra_queries: Sequence[str] = (),
    ) -> list[Hit]:
        """The best passages for `query`, best first, each once; of the shelves of the scope.

        Every one of `parties` and of `languages` (of the source) that has passages keeps an
        equal share of the hits, whoever scores higher; one share is free for all. A passage
        counts with the best of its scores for `query` and `extra_queries`. Raises IndexMissing,
        IndexDamaged, ModelError.
        """
        with self._snapshots.use() as snapshot:
            if snapshot.manifest.embedder != self._embedder.identity:
                raise IndexMissing(
                    f"The index was made with the embedding model {snapshot.manifest.embedder}, "
                    f"and {self._embedder.identity} is set. Run `python -m assistant index`."
                )
            narrowed = filters or Filters()
            queries = list(dict.fromkeys([query, *extra_queries]))
            vectors = {text: self._embedded(text) for text in queries}
            groups: list[Group] = [OfParty(party) for party in parties]
            groups += [InLanguage(language) for language in languages]
            share = max(1, limit // (len(groups) + 1))
            found: list[Hit] = []
            for shelf in snapshot.shelves(narrowed.scope):
                search = _Search(shelf, self._fusion, replace(narrowed, scope="all"))
                for text, vector in vectors.items():
                    search.add(text, vector)
                for group in groups:
                    search.top_up(group, share)
                found += search.hits(limit, groups, share)
            return _best(found, limit)

    def nearness(self, text: str, passages: Collection[str]) -> dict[str, float]:
        """The cosine to a text of these passages of the briefs, by id. Raises as `search`."""
        with self._snapshots.use() as snapshot:
            vector, dense = self._embedded(text), snapshot.briefs.dense
            rows = [index.search(vector, len(passages), passages) for index in dense]
            return dict(row for found in rows for row in found)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Stretches one list's scores so that `low` is 0 and `high` is 1."""

    low: float
    high: float
    power: float = 1.0

    def __call__(self, score: float) -> float:
        if self.high <= self.low:
            return 1.0
        return float(max(0.0, (score - self.low) / (self.high - self.low)) ** self.power)


@dataclass(frozen=True, slots=True)
class _Query:
    """A text with its vector, and what makes the scores that it gives comparable.

    `levels` has for each dense index the cosine of its nearest entries, on average.
    """

    text: str
    vector: Vectors
    chinese: bool
    levels: Sequence[float]
    dense: _Scale
    lexical: _Scale


@dataclass(slots=True)
class _Candidate:
    """A passage with the best scores it got so far."""

    score: float
    dense: float = 0.0
    lexical: float = 0.0


class _Search:
    """One search of one shelf: the candidates of all its queries."""

    def __init__(self, shelf: Shelf, fusion: Fusion, filters: Filters) -> None:
        self._shelf = shelf
        self._fusion = fusion
        self._allowed = self._matching(Passing(filters)) if filters else None
        self._queries: list[_Query] = []
        self._candidates: dict[str, _Candidate] = {}

    def add(self, text: str, vector: Vectors) -> None:
        """Search for `text`, of which `vector` is the embedding, and take in what is found."""
        nearest = [self._nearest(index, vector) for index in self._shelf.dense]
        levels = _levels(nearest)
        lexical = self._lexical(text, self._allowed)
        above = _first(_above(nearest, levels), self._fusion.pool)
        low, high = min(above.values(), default=0), max(above.values(), default=0)
        query = _Query(
            text,
            vector,
            is_chinese(text),
            levels,
            dense=_Scale(low, high, self._fusion.sharpness),
            lexical=_Scale(0, max(lexical.values(), default=0)),
        )
        self._queries.append(query)
        self._take(query, nearest, lexical)

    def top_up(self, group: Group, share: int) -> None:
        """Search within a group of passages if fewer than `share` of it were found."""
        found = sum(self._belongs(name, group) for name in self._candidates)
        if found >= share:
            return
        allowed = self._matching(group)
        if self._allowed is not None:
            allowed &= self._allowed
        for query in self._queries:
            dense = self._shelf.dense
            nearest = [index.search(query.vector, share, allowed) for index in dense]
            self._take(query, nearest, self._lexical(query.text, allowed))

    def hits(self, limit: int, groups: Sequence[Group], share: int) -> list[Hit]:
        """The best candidates, `share` of each group among them, best first."""
        ranked = sorted(self._candidates, key=lambda name: (-self._candidates[name].score, name))
        chosen: dict[str, None] = {}
        members = [iter([name for name in ranked if self._belongs(name, g)]) for g in groups]
        for _ in range(share if groups else 0):
            for group in members:
                name = next(group, None)
                if name is not None and len(chosen) < limit:
                    chosen[name] = None
        for name in ranked:
            if len(chosen) >= limit:
                break
            chosen[name] = None
        return [
            self._hit(name, rank)
            for rank, name in enumerate((name for name in ranked if name in chosen), start=1)
        ]

    def _hit(self, name: str, rank: int) -> Hit:
        found = self._candidates[name]
        passage = self._shelf.passages[name]
        return Hit(passage, found.score, rank, found.dense, found.lexical)

    def _nearest(self, index: PassageIndex, vector: Vectors) -> Found:
        """The nearest entries: more are asked for than needed and filtered here, because a
        filtered query of Chroma is slow and misses some; it is made if too few are left."""
        pool = self._fusion.pool
        if self._allowed is None:
            return index.search(vector, pool)
        nearest = index.search(vector, pool * _OVER)
        left = [pair for pair in nearest if pair[0] in self._allowed]
        if len(left) < pool and len(nearest) < index.count():
            left = index.search(vector, pool, self._allowed)
        return left[:pool]

    def _lexical(self, text: str, allowed: frozenset[str] | None) -> Scores:
        found = self._shelf.words.search(text, self._fusion.pool * _DEEPER, allowed)
        return _by_passage(found)

    def _take(self, query: _Query, nearest: Sequence[Found], lexical: Scores) -> None:
        fusion = self._fusion
        above = _first(_above(nearest, query.levels), fusion.pool)
        cosines = _by_passage(pair for found in nearest for pair in found)
        for name in above.keys() | _first(lexical, fusion.pool).keys():
            near = query.dense(above[name]) if name in above else 0.0
            shared = query.lexical(lexical[name]) if name in lexical else 0.0
            if query.chinese not in self._shelf.scripts(name):
                shared = max(shared, near * _ACROSS)
            score = fusion.dense * near + fusion.lexical * shared
            score /= fusion.dense + fusion.lexical
            known = self._candidates.setdefault(name, _Candidate(score))
            known.score = max(known.score, score)
            known.dense = max(known.dense, cosines.get(name, 0.0))
            known.lexical = max(known.lexical, lexical.get(name, 0.0))

    def _belongs(self, name: str, group: Group) -> bool:
        passage = self._shelf.passages[name]
        return group(self._shelf.documents[passage.document_id], passage)

    def _matching(self, group: Group) -> frozenset[str]:
        """The entries of all passages of a group, found once for as long as the shelf is open."""
        known = self._shelf.groups.get(group)
        if known is None:
            names = [name for name in self._shelf.passages if self._belongs(name, group)]
            known = frozenset(names).union(name + CHINESE for name in names)
            if len(self._shelf.groups) >= _GROUPS:
                self._shelf.groups.clear()
            self._shelf.groups[group] = known
        return known


def _best(found: Sequence[Hit], limit: int) -> list[Hit]:
    """The hits of all shelves together, ranked anew."""
    ranked = sorted(found, key=lambda hit: (-hit.score, hit.passage.id))[:limit]
    return [replace(hit, rank=rank) for rank, hit in enumerate(ranked, start=1)]


def _levels(nearest: Sequence[Found]) -> list[float]:
    """How near the nearest entries of each index are on average.

    Texts in the question's own language are nearer to it, whatever they say, and would push
    out all others; against its own level an entry in any language shows how well it fits.
    An index with few entries has no level of its own and is measured by the highest.
    """
    means = [
        sum(score for _, score in found[:_LEVEL]) / _LEVEL if len(found) >= _LEVEL else None
        for found in nearest
    ]
    highest = max((mean for mean in means if mean is not None), default=0.0)
    return [highest if mean is None else mean for mean in means]


def _above(nearest: Sequence[Found], levels: Sequence[float]) -> Scores:
    """Passages by how far their best entry lies above the level of its index, best first."""
    pairs = [
        (entry, score - level)
        for found, level in zip(nearest, levels, strict=True)
        for entry, score in found
    ]
    return _by_passage(sorted(pairs, key=lambda pair: -pair[1]))


def _by_passage(found: Iterable[tuple[str, float]]) -> Scores:
    """Passages with their best entry's score, in the order in which they are met."""
    scores: Scores = {}
    for entry, score in found:
        name = entry.removesuffix(CHINESE)
        if score > scores.get(name, _NOTHING):
            scores[name] = score
    return scores


def _first(scores: Scores, count: int) -> Scores:
    return dict(list(scores.items())[:count])
