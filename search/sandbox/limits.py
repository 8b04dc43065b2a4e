"""How much the work on one file may cost: figures that no honest plan comes near."""

from __future__ import annotations

SECONDS = 30.0
"""Time that one file may take."""
MEMORY_BYTES = 512 * 1024 * 1024
"""Resident memory of the process that reads it, the programs that it starts included."""
WRITTEN_BYTES = 200 * 1024 * 1024
"""Of one file that the process or a program that it starts may write."""
FILES_A_WORKER = 100
"""A worker is replaced after so many files, so that a leak in a library never adds up."""
