"""Text analysis, one object for index and query."""

from search.analysis.analyzer import Analyzer, load_analyzer
from search.analysis.needle import Needle

__all__ = ["Analyzer", "Needle", "load_analyzer"]
