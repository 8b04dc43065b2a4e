"""Understanding a request: its text and filters as a tree for the engine, with every wording."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from search.agencies import Agencies
from search.analysis import Analyzer
from search.fields import NARROWING
from search.model import Condition, Offer, SearchRequest
from search.query import facets
from search.query.forms import Form, forms_of
from search.query.lexicon.lookup import Lexicon
from search.query.mentions import Mention, mentions
from search.query.parse import (
    MOST_CHARACTERS,
    All,
    Any,
    Parsed,
    Syntax,
    Typed,
    Without,
    excluded,
    parse,
    terms,
)
from search.query.tree import EVERYTHING, And, Node, Not, Or, Phrase
from search.query.unquoted import with_lists, with_prose, without_brackets

_LETTER = re.compile(r"[^\W_]")
Filters = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Corpus:
    """What of the corpus a request is understood by.

    Attributes:
        values: for each facet, the values that the index holds.
        agencies: names, codes and official order.
    """

    values: Mapping[str, tuple[str, ...]]
    agencies: Agencies


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as understood.

    Attributes:
        tree: what must match.
        leaves: the terms that are not excluded, each with its forms.
        out: what the whole query excludes.
        problems: sentences in Traditional Chinese.
        named: values of facets that the text names anywhere and that are not applied.
        merged: it was typed in simplified script, which tells fewer characters apart.
        bodies: terms that are agencies' names; who is asked says little of what is asked.
        conditions: read from the line, where that was tried.
        rest: of the line, without the conditions that are applied.
        literal_total: hits of the line as typed, None where they are those of the tree.
        offers: filters to narrow it by.
        syntax: the terms as they were joined, lists taken apart.
    """

    tree: Node
    leaves: tuple[tuple[Typed, tuple[Form, ...]], ...]
    out: tuple[Node, ...]
    filters: Filters
    problems: tuple[str, ...]
    named: tuple[Mention, ...]
    merged: bool = False
    bodies: frozenset[Typed] = frozenset()
    conditions: tuple[Condition, ...] = ()
    rest: str = ""
    literal_total: int | None = None
    offers: tuple[Offer, ...] = ()
    syntax: Syntax | None = None


def understand(
    request: SearchRequest, analyzer: Analyzer, lexicon: Lexicon, corpus: Corpus
) -> Asked:
    """Understand a request; whatever was typed can be.

    Args:
        request: as asked.
        analyzer: of the index.
        lexicon: words with their other wordings.
        corpus: what is indexed.
    """
    parsed = parse(request.text)
    tree = parsed.tree
    if request.match == "auto" and not request.exact:
        tree = with_prose(tree, request.text)
    filters, problems = _filters(request, parsed, corpus)
    if not request.exact:
        tree, said = with_lists(without_brackets(tree))
        problems += said
    merged = analyzer.is_simplified(request.text[:MOST_CHARACTERS])
    known: dict[Typed, tuple[Form, ...]] = {}

    def forms(term: Typed) -> tuple[Form, ...]:
        if term not in known:
            known[term] = forms_of(
                term, analyzer, lexicon, exact=request.exact, merged=merged, inside=request.inside
            )
        return known[term]

    def node(syntax: Syntax) -> Node | None:
        match syntax:
            case Typed():
                return any_form(forms(syntax)) if forms(syntax) else None
            case All(parts):
                return And(tuple(filter(None, map(node, parts))))
            case Any(parts):
                return Or(tuple(filter(None, map(node, parts))))
            case Without(part):
                inner = node(part)
                return None if inner is None else Not(inner)

    typed = tuple(dict.fromkeys(terms(tree)))
    if not all(map(forms, typed)):
        problems += ("有關鍵字只含看不見的字元，已略過。",)
    leaves = tuple((term, forms(term)) for term in typed if forms(term))
    out: tuple[Node, ...] = tuple(filter(None, map(node, excluded(tree))))
    problems += _unsearchable(request.text, parsed, leaves, out)
    matched = None if tree is None else node(tree)
    if request.match == "any" and leaves:
        wanted = Or(tuple(any_form(wordings) for _, wordings in leaves))
        matched = And((wanted, *(Not(part) for part in out)))
    named = mentions(
        request.text[:MOST_CHARACTERS],
        [
            *(term.text for term in typed if term.quoted),
            *(term.text for part in excluded(tree) for term in terms(part)),
        ],
        {
            facet: tuple(one for one in values if one not in filters.get(facet, ()))
            for facet, values in corpus.values.items()
        },
        corpus.agencies,
        analyzer,
    )
    return Asked(
        matched or EVERYTHING,
        leaves,
        out,
        filters,
        problems,
        named,
        merged,
        frozenset(term for term in typed if _is_body(term, corpus.agencies)),
        rest=request.text,
        syntax=tree,
    )


def _is_body(term: Typed, agencies: Agencies) -> bool:
    named = (term.text, term.text + "政府")
    return not (term.quoted or term.prose) and any(map(agencies.find, named))


def _unsearchable(
    text: str,
    parsed: Parsed,
    leaves: tuple[tuple[Typed, tuple[Form, ...]], ...],
    out: tuple[Node, ...],
) -> tuple[str, ...]:
    """Say where nothing of what was typed can be looked for, or marks alone."""
    if text.strip() and not (leaves or out or parsed.filters):
        return (f"「{text.strip()[:40]}」裡沒有可以查的字，因此沒有依關鍵字篩選。",)
    return tuple(
        f"「{term.text[:40]}」只有標點或符號，照原樣查。"
        for term, wordings in leaves
        if not term.quoted and not _LETTER.search(wordings[0].folded)
    )


def any_form(wordings: tuple[Form, ...]) -> Node:
    """What holds a term in any of its wordings."""
    phrases = tuple(Phrase(form.needle.grams(), form.needle) for form in wordings)
    return phrases[0] if len(phrases) == 1 else Or(phrases)


def _filters(
    request: SearchRequest, parsed: Parsed, corpus: Corpus
) -> tuple[Filters, tuple[str, ...]]:
    """The filters picked and typed together, and what is wrong with those typed."""
    filters: dict[str, dict[str, None]] = {}
    for facet, values in request.filters:
        filters.setdefault(facet, {}).update(dict.fromkeys(values))
    problems = list(parsed.problems)
    for facet, text in parsed.filters:
        held = corpus.values.get(facet, ())
        values = facets.resolve_all(facet, text, held, corpus.agencies)
        if values:
            filters.setdefault(facet, {}).update(dict.fromkeys(values))
        else:
            problems.append(f"{facets.LABELS[facet]}沒有「{text[:60]}」，這個條件沒有用到。")
    ordered = {name: tuple(filters[name]) for name in NARROWING if filters.get(name)}
    return ordered, tuple(problems)
