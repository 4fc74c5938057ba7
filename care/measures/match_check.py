"""Our own check of a match: whether the two suit each other, and whether anything is to change.

Not a validated scale. A wish to change leads to the ways to do so, never to a question of why.
"""

from care.measures.shapes import Choice, Item, Language, Measure
from care.measures.weekly import OUR_QUESTIONS

WISHES = ("talk", "someone_else")  # answers to the last question that open a way

MATCH_CHECK = Measure(
    code="match_check",
    version=1,
    title="You and your peer",
    intro="Three short questions. You can skip any of them.",
    items=(
        Item(
            "right",
            "Does your peer feel right for you?",
            "A good match",
            (
                Choice("yes", "Yes"),
                Choice("mostly", "Mostly"),
                Choice("not_sure", "I am not sure"),
                Choice("no", "Not really"),
            ),
        ),
        Item(
            "contact",
            "Is there enough contact between you?",
            "Contact",
            (
                Choice("right", "It is about right"),
                Choice("more", "I would like more"),
                Choice("less", "I would like less"),
            ),
        ),
        Item(
            "change",
            "Would you like anything to change?",
            "Change",
            (
                Choice("no", "No, all is fine"),
                Choice("talk", "I would like to talk about it"),
                Choice("someone_else", "I would like someone else"),
            ),
        ),
    ),
    languages=(Language("en", "Pairwell"),),
    licence=OUR_QUESTIONS,
    citation="Pairwell match check, version 1",
    recall_days=7,
)
