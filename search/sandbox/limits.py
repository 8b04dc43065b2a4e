"""How much the work on one file may cost: figures that no honest plan comes near."""

from __future__ import annotations

CPU_SECONDS = 30.0
"""Processor time that one file may take, of the programs that its process starts too.

Of the processor and not of the clock: a machine that is busy with other things refuses no file.
"""
PAGE_CPU_SECONDS = 0.1
"""Added for each page that the file says it has."""
MOST_CPU_SECONDS = 600.0
WALL_TIMES = 20
"""A file may take so many times its processor time by the clock: then its process hangs."""
MEMORY_BYTES = 512 * 1024 * 1024
"""Resident memory of the process that reads it, the programs that it starts included."""
WRITTEN_BYTES = 200 * 1024 * 1024
"""Of one file that the process or a program that it starts may write."""
FILES_A_WORKER = 100
"""A worker is replaced after so many files, so that a leak in a library never adds up."""


def cpu_seconds(pages: int = 0, base: float = CPU_SECONDS) -> float:
    """Give the processor time that a file of so many pages may take."""
    return max(base, min(MOST_CPU_SECONDS, base + PAGE_CPU_SECONDS * pages))
