"""Accepting an answer, pressed or typed, to any kind of question."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from care.choices import AnswerRefused, merge, read_one, read_options, settle
from care.forms import TEXT_MOST, Question, Value
from care.plain_text import clean_text, fold
from care.time_zones import find_zone
from care.typed_dates import ImpossibleDateError, date_in_words, read_date
from care.typed_times import read_minute

_ONE_LINE_MOST = 80  # letters; longer texts keep their line ends
_DATE_LEAST, _DATE_MOST = -120 * 366, 10 * 366  # days from today, where a question sets none
_YES = frozenset({"yes", "y", "yeah", "yep", "yes please", "ok", "okay", "sure"})
_NO = frozenset({"no", "n", "nope", "no thanks", "no thank you"})
_AGREE = frozenset({"agree", "i agree", "yes i agree", "i understand", "understood", "accept"})
_DECLINE = frozenset({"i do not agree", "i dont agree", "decline"})
_NUMBER = re.compile(r"(?<![\w.,])[-+\u2212]?\d+")
_HOUR = re.compile(r"(1[0-2]|[1-9]) ?([ap]) ?m")
_NUMBER_WORDS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
)
_DIGITS_MOST = 9


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button of the question, by the code of its option."""

    code: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A text that the person wrote instead of pressing."""

    text: str


Raw = Pressed | Typed


def accept(question: Question, raw: Raw, today: date) -> Value:
    """Return the value of an answer, whole and in range. `today` is the person's own date.

    An hour such as 5pm answers a number question as 17. A time is the minute of a day.
    A press on a `several` question is that one choice; `toggle`, `merge` and `settle` serve a
    list that grows. Raises AnswerRefused with the key of the text that says what to do.
    """
    return _READERS[question.kind](question, raw, today)


def _accept_one(question: Question, raw: Raw, _today: date) -> Value:
    if isinstance(raw, Pressed):
        return _offered(question, raw)
    return read_one(question, raw.text)


def _accept_several(question: Question, raw: Raw, _today: date) -> Value:
    if isinstance(raw, Pressed):
        return settle(question, (_offered(question, raw),))
    return settle(question, merge(question, (), read_options(question, raw.text)))


def _accept_text(question: Question, raw: Raw, _today: date) -> Value:
    if isinstance(raw, Pressed):
        raise AnswerRefused("answer.type_it")
    most = TEXT_MOST if question.most is None else question.most
    text = clean_text(raw.text, one_line=most <= _ONE_LINE_MOST)
    if not text:
        raise AnswerRefused("answer.empty_text")
    if len(text) > most:
        raise AnswerRefused("answer.too_long", {"most": most, "letters": len(text)})
    if len(text) < (question.least or 1):
        raise AnswerRefused("answer.too_short", {"least": question.least or 1})
    return text


def _accept_number(question: Question, raw: Raw, _today: date) -> Value:
    text = _typed_or_quick(question, raw)
    folded = fold(text)
    found = _NUMBER.findall(text)
    hour = _HOUR.fullmatch(folded)
    if hour:
        number = int(hour[1]) % 12 + (12 if hour[2] == "p" else 0)
    elif folded in _NUMBER_WORDS:
        number = _NUMBER_WORDS.index(folded)
    elif len(found) == 1 and not _has_fraction(text):
        number = int(found[0].replace("\u2212", "-")[: _DIGITS_MOST + 1])
    else:
        raise AnswerRefused("answer.whole_number")
    return _in_range(question, number)


def _has_fraction(text: str) -> bool:
    return re.search(r"\d[.,:/]\s?\d|\d\s?[-\u2013]\s?\d|[\u00bc-\u00be%]", text) is not None


def _in_range(question: Question, number: int) -> int:
    least, most = question.least, question.most
    too_low = least is not None and number < least
    too_high = most is not None and number > most
    if not (too_low or too_high):
        return number
    bounds = {name: n for name, n in (("least", least), ("most", most)) if n is not None}
    raise AnswerRefused(
        f"answer.number_{'range' if len(bounds) > 1 else next(iter(bounds))}", bounds
    )


def _accept_date(question: Question, raw: Raw, today: date) -> Value:
    try:
        day = read_date(_typed_or_quick(question, raw), today)
    except (ImpossibleDateError, OverflowError) as error:
        raise AnswerRefused("answer.no_such_date") from error
    if day is None:
        raise AnswerRefused("answer.date_form")
    earliest = _days_from(today, _DATE_LEAST if question.least is None else question.least)
    latest = _days_from(today, _DATE_MOST if question.most is None else question.most)
    if not earliest <= day <= latest:
        bounds = {"earliest": date_in_words(earliest), "latest": date_in_words(latest)}
        raise AnswerRefused("answer.date_range", bounds)
    return day


def _accept_time(question: Question, raw: Raw, _today: date) -> Value:
    if isinstance(raw, Pressed):
        return int(_offered(question, raw))
    minute = read_minute(raw.text, is_end=bool(question.least))
    if minute is None:
        raise AnswerRefused("answer.time_form")
    return minute


def _days_from(today: date, days: int) -> date:
    ordinal = today.toordinal() + days
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))


def _accept_time_zone(question: Question, raw: Raw, _today: date) -> Value:
    search = find_zone(_typed_or_quick(question, raw))
    if search.zone is not None:
        return search.zone
    if search.suggestions:
        suggestions = ", ".join(search.suggestions)
        raise AnswerRefused("answer.time_zone_which", {"suggestions": suggestions})
    raise AnswerRefused("answer.time_zone_unknown")


def _accept_yes_no(question: Question, raw: Raw, _today: date) -> Value:
    code = raw.code if isinstance(raw, Pressed) else _labelled(question, raw.text)
    word = fold(code)
    if word in _YES or word in _NO:
        return word in _YES
    raise AnswerRefused("answer.yes_or_no")


def _accept_agree(question: Question, raw: Raw, _today: date) -> Value:
    code = raw.code if isinstance(raw, Pressed) else _labelled(question, raw.text)
    word = fold(code)
    if word in _YES | _AGREE:
        return True
    if word in _NO | _DECLINE and any(option.code == "no" for option in question.options):
        return False
    raise AnswerRefused("answer.agree_or_leave")


def _labelled(question: Question, text: str) -> str:
    """Return the code of the option whose label was typed, else the text itself."""
    word = fold(text[:100])
    return next((o.code for o in question.options if fold(o.label) == word), word)


def _offered(question: Question, pressed: Pressed) -> str:
    if any(option.code == pressed.code for option in question.options):
        return pressed.code
    raise AnswerRefused("answer.not_offered")


def _typed_or_quick(question: Question, raw: Raw) -> str:
    if isinstance(raw, Pressed):
        return _offered(question, raw)
    word = fold(raw.text[:100])
    return next((o.code for o in question.options if fold(o.label) == word), raw.text)


_READERS: dict[str, Callable[[Question, Raw, date], Value]] = {
    "one": _accept_one,
    "several": _accept_several,
    "text": _accept_text,
    "number": _accept_number,
    "date": _accept_date,
    "time": _accept_time,
    "time_zone": _accept_time_zone,
    "yes_no": _accept_yes_no,
    "agree": _accept_agree,
}
