"""Text analysis, one object for index and query."""

from search.analysis.analyzer import Analyzer, load_analyzer

__all__ = ["Analyzer", "load_analyzer"]
