"""Choosing among a question's options: one, or several that are toggled and then settled."""

import re

from care.errors import Refusal
from care.forms import Option, Question, is_own, own
from care.plain_text import clean_text, fold

OWN_WORDS_MOST = 100  # letters of one own answer
_NUMBERS_ONLY = re.compile(r"\d{1,3}(?:(?:[\s,;.+&]|\band\b)+\d{1,3})*[\s.)]*")
_COMMAS = re.compile(r"[,;\n]")
_ANDS = re.compile(r"\band\b|[&+/]", re.IGNORECASE)


class AnswerRefused(Refusal):
    """An answer that does not fit its question; `key` names the text that says what to do."""


def toggle(question: Question, chosen: tuple[str, ...], code: str) -> tuple[str, ...]:
    """Return `chosen` with `code` put in or taken out, in the order of the options.

    An own answer can be taken out. Raises AnswerRefused for an unknown code and for one too many.
    """
    if code in chosen:
        return tuple(kept for kept in chosen if kept != code)
    return merge(question, chosen, (code,))


def merge(question: Question, chosen: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    """Return both together, in the order of the options, own answers last.

    What comes later decides between an `alone` option and the others.
    """
    codes = list(chosen)
    for code in more:
        option = _option(question, code)
        if option is not None and option.alone:
            codes = []
        codes = [kept for kept in codes if not _is_alone(question, kept)]
        codes.append(code)
    _check_most(question, len(dict.fromkeys(codes)))
    order = {option.code: n for n, option in enumerate(question.options)}
    return tuple(sorted(dict.fromkeys(codes), key=lambda code: order.get(code, len(order))))


def settle(question: Question, chosen: tuple[str, ...]) -> tuple[str, ...]:
    """Return `chosen` when enough is chosen.

    Raises AnswerRefused "answer.too_few"; nothing chosen needs Skip, or `least` = 0.
    """
    least = 1 if question.least is None else question.least
    if len(chosen) < least:
        raise AnswerRefused("answer.too_few", {"least": least})
    _check_most(question, len(chosen))
    return chosen


def read_one(question: Question, text: str) -> str:
    """Return the option that a text names by label or number, else own words where allowed."""
    code = _named(question, text)
    if code is not None:
        return code
    if question.other:
        return _own(text)
    raise AnswerRefused("answer.choose_one")


def read_options(question: Question, text: str) -> tuple[str, ...]:
    """Return the options that a text names: one label, "1, 3", or labels with commas between.

    Where own words are allowed, a text without any label is one own answer.
    """
    whole = _named(question, text)
    if whole is not None:
        return (whole,)
    parts = _parts(question, text)
    codes = [_named(question, part) for part in parts]
    if question.other and not any(codes):
        return (_own(text),)
    if not question.other and not all(codes):
        raise AnswerRefused("answer.choose_several")
    return tuple(code or _own(part) for code, part in zip(codes, parts, strict=True))


def _parts(question: Question, text: str) -> list[str]:
    """Return the parts of a list; an "and" parts only where that names an option."""
    if _NUMBERS_ONLY.fullmatch(text.strip()):
        return re.findall(r"\d+", text)
    parts = _split(_COMMAS, text)
    finer = [piece for part in parts for piece in _split(_ANDS, part)]
    named = [sum(_named(question, part) is not None for part in list_) for list_ in (parts, finer)]
    return (finer if named[1] > named[0] else parts) or [""]


def _split(separator: re.Pattern[str], text: str) -> list[str]:
    return [part for part in separator.split(text) if fold(part)]


def _named(question: Question, text: str) -> str | None:
    word = fold(text[:200])
    by_label = (option.code for option in question.options if fold(option.label) == word)
    by_number = (option.code for n, option in enumerate(question.options, 1) if word == str(n))
    return next(by_label, None) or next(by_number, None) if word else None


def _own(text: str) -> str:
    words = clean_text(text, one_line=True)
    if not any(character.isalpha() for character in words):
        raise AnswerRefused("answer.choose_or_write")
    if len(words) > OWN_WORDS_MOST:
        raise AnswerRefused("answer.too_long", {"most": OWN_WORDS_MOST, "letters": len(words)})
    return own(words)


def _option(question: Question, code: str) -> Option | None:
    option = next((option for option in question.options if option.code == code), None)
    if option is None and not (question.other and is_own(code)):
        raise AnswerRefused("answer.not_offered")
    return option


def _is_alone(question: Question, code: str) -> bool:
    return any(option.code == code and option.alone for option in question.options)


def _check_most(question: Question, count: int) -> None:
    if question.most is not None and count > question.most:
        raise AnswerRefused("answer.too_many", {"most": question.most})
