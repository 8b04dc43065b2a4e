"""Sets of units: their numbers as the bits of one integer."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from sys import getsizeof


class Sets:
    """Sets of units by what was asked for, the recent ones as far as memory allows.

    Any thread may ask.

    Args:
        most_bytes: of memory, for all of them.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, int] = OrderedDict()

    def get(self, key: Hashable) -> int | None:
        """Give the set of a key, None where it is not kept."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def keep(self, key: Hashable, found: int) -> None:
        """Keep the set of a key, and let go of those asked for longest ago."""
        with self._lock:
            self._drop(key)
            self._kept[key] = found
            self._bytes += getsizeof(found)
            while self._bytes > self._most:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: Hashable) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self._bytes -= getsizeof(gone)


def bits_of(numbers: Sequence[int]) -> int:
    """A set of numbers, ascending, as the bits of one integer."""
    if not numbers:
        return 0
    octets = bytearray((numbers[-1] >> 3) + 1)
    for number in numbers:
        octets[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(octets, "little")


_PLACES = tuple(tuple(place for place in range(8) if octet >> place & 1) for octet in range(256))


def numbers_of(bits: int) -> list[int]:
    """The numbers of a set of bits, ascending."""
    octets = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    return [
        (at << 3) + place for at, octet in enumerate(octets) if octet for place in _PLACES[octet]
    ]
