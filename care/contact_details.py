"""Noticing what looks like contact details in a message: a net, and said to be one.

A message that is caught is held and its writer asked; nothing is blocked and nothing is kept.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import groupby

_PHONE_LEAST = 9  # digits; shorter numbers are helplines, times and prices

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufe0e\ufe0f\u20e3]")
_DATE = re.compile(r"\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\b\d{1,2}:\d{2}\b")
_DIGIT_WORDS = {
    word: str(digit)
    for digit, words in enumerate(
        ("zero oh nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    )
    for word in words.split()
}
_REPEATS = {"double": 2, "triple": 3, "treble": 3}
_TOKEN = re.compile(r"[a-z]+|\d+|[^\sa-z\d().+\-\u2013/]")

_AT = r"(?:@|\(at\)|\[at\]|\bat\b)"
_DOT = r"(?:\.|\(dot\)|\[dot\]|\bdot\b)"
_ENDINGS = (
    r"(?:com|co|org|net|uk|ie|io|app|info|eu|gg|tv|ly|link|xyz|site|online|page|dev|blog|bio)"
)
# Every repeat is bounded and starts at the start of a word: a long message is read in one pass.
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.\w"
    rf"|\b\w{{1,64}}\s{{0,5}}{_AT}\s{{0,5}}[\w-]{{1,63}}\s{{0,5}}{_DOT}\s{{0,5}}{_ENDINGS}\b",
    re.IGNORECASE,
)
_LINK = re.compile(
    rf"\b\w{{1,20}}://|\bwww\.|\b(?:t|wa|m|fb|telegram)\.me\b|\btg:"
    rf"|(?<![@\w.-])[\w-]{{1,63}}\.{_ENDINGS}\b|\w\s{{1,5}}dot\s{{1,5}}{_ENDINGS}\b",
    re.IGNORECASE,
)
# Every message is read: one without any such sign is looked at no further.
_MAY_LINK = re.compile(r"://|www\.|tg:|\.\w|dot", re.IGNORECASE)
_MAY_NAME = (
    "@", "insta", "snap", "whats", "gram", "tik", "face", "fb", "mess", "cord", "sig", "twit",
    "link", "skype",
)  # fmt: skip

_PLACES = (
    r"(?:insta(?:gram)?|snap(?:chat)?|whats\s?app|telegram|tik\s?tok|facebook|fb|messenger"
    r"|discord|signal|twitter|linkedin|skype)"
)
_USERNAME = re.compile(
    rf"(?<![\w@./])@[a-z]\w{{3,31}}\b|\b(?:my|our)\s{{1,5}}{_PLACES}\b"
    rf"|\b(?:add|find|follow|message|text|dm|call|reach|get)\s+me\s{{1,5}}(?:on|via|over)\s{{1,5}}{_PLACES}\b"
    rf"|\b{_PLACES}\s{{0,5}}(?::|@|\bname\b|\bhandle\b)",
    re.IGNORECASE,
)


def contact_like(text: str, helplines: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the kinds that the text looks like it holds, of: username, link, phone, email.

    A number of `helplines` is nobody's own, so it may be passed on.
    """
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    for number in helplines:
        plain = _spaced(number).sub(" , ", plain)
    email = _EMAIL.search(plain)
    without_email = _EMAIL.sub(" ", plain) if email else plain
    found = {
        "username": _may_name(without_email) and _USERNAME.search(without_email),
        "link": _MAY_LINK.search(without_email) and _LINK.search(without_email),
        "phone": _has_phone(plain),
        "email": email,
    }
    return tuple(kind for kind, holds in found.items() if holds)


def _may_name(text: str) -> bool:
    folded = text.casefold()
    return any(sign in folded for sign in _MAY_NAME)


@cache
def _spaced(number: str) -> re.Pattern[str]:
    """Match the number however its digits are spaced."""
    digits = r"[\s.()-]{0,3}".join(filter(str.isdecimal, number)) or r"(?!)"
    return re.compile(rf"(?<!\d){digits}(?!\d)")


def _has_phone(text: str) -> bool:
    """Tell whether digits, spelled out or not, stand in one row long enough for a number."""
    tokens = _TOKEN.findall(_DATE.sub(" , ", text.casefold()))
    digits = _spelled(tokens)
    rows = groupby(digits, key=bool)
    return any(is_row and _is_long(list(row)) for is_row, row in rows)


def _is_long(row: list[str]) -> bool:
    return sum(map(len, row)) >= _PHONE_LEAST


def _spelled(tokens: list[str]) -> list[str]:
    """Return the digits that each token stands for, empty for any other word."""
    spelled: list[str] = []
    times = 1
    for token in tokens:
        digits = token if token.isdigit() else _DIGIT_WORDS.get(token, "")
        if token in _REPEATS:
            times = _REPEATS[token]
            continue
        spelled.append(digits * times)
        times = 1
    return spelled
