"""Sets of words as bits, and rows of bits as 64-bit columns."""

from collections.abc import Hashable, Iterable

import numpy as np
from numpy.typing import NDArray

WORD_BITS = 64
Words = NDArray[np.uint64]


class Vocabulary:
    """Gives each word the next bit, in the order in which words are first met."""

    def __init__(self, words: Iterable[Hashable] = ()) -> None:
        self._bits: dict[Hashable, int] = {}
        for word in words:
            self.learn(word)

    def __len__(self) -> int:
        return len(self._bits)

    def words(self) -> Iterable[Hashable]:
        """The words, in the order of their bits."""
        return self._bits.keys()

    def learn(self, word: Hashable) -> int:
        """The bit of the word, which is new when the word was not known."""
        return self._bits.setdefault(word, 1 << len(self._bits))

    def learned(self, words: Iterable[Hashable]) -> int:
        """The bits of all these words, known or new."""
        mask = 0
        for word in words:
            mask |= self.learn(word)
        return mask

    def mask(self, words: Iterable[Hashable]) -> int:
        """The bits of the known words among these; unknown words have none."""
        bits = self._bits
        mask = 0
        for word in words:
            mask |= bits.get(word, 0)
        return mask


def words_of(masks: list[int]) -> Words:
    """One row for each mask, as many 64-bit columns as the longest needs, at least one."""
    longest = max((mask.bit_length() for mask in masks), default=0)
    return words_of_width(masks, max(1, -(-longest // WORD_BITS)))


def words_of_width(masks: list[int], width: int) -> Words:
    """One row for each mask in `width` columns."""
    data = b"".join(mask.to_bytes(8 * width, "little") for mask in masks)
    return np.frombuffer(data, dtype="<u8").astype(np.uint64).reshape(len(masks), width)


def both_words(left: list[int], right: list[int]) -> tuple[Words, Words]:
    """Two lists of masks over the same bits, in the same number of columns."""
    longest = max((mask.bit_length() for mask in (*left, *right)), default=0)
    width = max(1, -(-longest // WORD_BITS))
    return words_of_width(left, width), words_of_width(right, width)
