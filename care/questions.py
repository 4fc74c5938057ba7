"""The one question engine, for onboarding and for measures: its shapes and its verbs.

Shapes: `Form`, `Question`, `Option`, `Condition`, `Given`. An answer comes as `Pressed` or
`Typed`; `accept` makes it a `Value` or raises `AnswerRefused`.
"""

from care.answers import Pressed, Raw, Typed, accept
from care.choices import OWN_WORDS_MOST, AnswerRefused, merge, settle, toggle
from care.form_path import (
    Progress,
    is_complete,
    next_question,
    path,
    previous_question,
    progress,
    question_now,
)
from care.forms import (
    ANY,
    LABEL_MOST,
    SHORT_MOST,
    TEXT_MOST,
    Condition,
    Form,
    Given,
    Kind,
    Option,
    Question,
    Value,
    codes_of,
    is_own,
    own,
    own_words,
)
from care.plain_text import clean_text
from care.stored_answers import decode, encode, in_words, is_settled

__all__ = [
    "ANY",
    "LABEL_MOST",
    "OWN_WORDS_MOST",
    "SHORT_MOST",
    "TEXT_MOST",
    "AnswerRefused",
    "Condition",
    "Form",
    "Given",
    "Kind",
    "Option",
    "Pressed",
    "Progress",
    "Question",
    "Raw",
    "Typed",
    "Value",
    "accept",
    "clean_text",
    "codes_of",
    "decode",
    "encode",
    "in_words",
    "is_complete",
    "is_own",
    "is_settled",
    "merge",
    "next_question",
    "own",
    "own_words",
    "path",
    "previous_question",
    "progress",
    "question_now",
    "settle",
    "toggle",
]
