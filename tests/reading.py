"""How hard a text is to read: the Flesch-Kincaid grade, with syllables from hyphenation.

Hyphenation finds fewer syllables than there are, so a grade is a little low: a lint, no more.
Source of the formula: Kincaid et al. 1975, Research Branch Report 8-75.
"""

import re
from collections.abc import Iterable

import pyphen

_SPLIT = pyphen.Pyphen(lang="en_GB")
_PLACES = re.compile(r"\{\w+\}")


def grade(texts: Iterable[str]) -> float:
    """The grade of all these texts together; about the school year in which they can be read."""
    sentences = [s for text in texts for s in re.split(r"[.?!:\n]+", _PLACES.sub("Ann", text)) if s]
    words = [word for sentence in sentences for word in re.findall(r"[A-Za-z']+", sentence)]
    syllables = sum(len(_SPLIT.positions(word)) + 1 for word in words)
    counted = [s for s in sentences if re.search("[A-Za-z]", s)]
    return 0.39 * len(words) / len(counted) + 11.8 * syllables / len(words) - 15.59
