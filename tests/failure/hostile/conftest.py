from __future__ import annotations

import sys
from pathlib import Path

# The makers of small files stand beside the tests of the readers.
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "unit" / "indexer" / "readers"))
