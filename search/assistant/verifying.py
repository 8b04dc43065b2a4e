"""The quotations and figures of a draft, checked for an assistant."""

from __future__ import annotations

from search.agencies import Agencies
from search.analysis import Analyzer
from search.assistant.answers import cite
from search.assistant.bodies import VerifiedBody
from search.evidence.quotes import verify_quotes
from search.evidence.texts import StoredTexts
from search.present.results import searched_json
from search.searcher import Searcher


def verify(
    searcher: Searcher,
    address: str,
    draft: str,
    texts: StoredTexts,
    analyzer: Analyzer,
    agencies: Agencies,
) -> VerifiedBody:
    """Check each quotation and figure of a draft.

    Args:
        searcher: of the generation in service.
        address: what stands before /p/ in permalinks, without a slash at its end.
        draft: of an answer.
        texts: that keep its folded texts between calls.
        analyzer: of the index.
        agencies: that recognise whom the draft speaks of.

    Raises:
        QueryError: the draft is too long or quotes too often.
    """
    return {
        "checks": [
            {
                "subject": check.kind,
                "text": check.text,
                "start": check.start,
                "end": check.end,
                "status": check.status,
                "printed": check.printed,
                "total": check.total,
                "years_roc": [year - 1911 for year in check.years],
                "other_year": check.other_year,
                "other_agency": check.other_agency,
                "old_edition": check.old_edition,
                "denied": check.denied,
                "reckoned": check.reckoned,
                "citations": [cite(passage, address) for passage in check.passages],
            }
            for check in verify_quotes(draft, searcher, texts, analyzer, agencies)
        ],
        "searched": searched_json(searcher.store.searched()),
        "index": {"fingerprint": searcher.fingerprint, "built_at": searcher.built_at},
    }
