"""Our own short checks after a first conversation, one for each side. Not validated scales."""

from care.measures.shapes import Choice, Item, Language, Measure
from care.measures.weekly import OUR_QUESTIONS

_NEXT = Item(
    "next",
    "Do you know when you talk next?",
    "The next talk",
    (
        Choice("yes", "Yes"),
        Choice("roughly", "Roughly"),
        Choice("no", "Not yet"),
    ),
)

FIRST_CONTACT = Measure(
    code="first_contact",
    version=1,
    title="Your first talk",
    intro="Three short questions about your first talk. You can skip any of them.",
    items=(
        Item(
            "talk",
            "How was your first talk?",
            "First talk",
            (
                Choice("good", "Good"),
                Choice("mixed", "Mixed"),
                Choice("hard", "Hard"),
            ),
        ),
        _NEXT,
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
    citation="Pairwell first-contact check, version 1",
)

FIRST_CONTACT_PEER = Measure(
    code="first_contact_peer",
    version=1,
    title="A first talk",
    intro="Three short questions about your first talk with someone new. You can skip any of them.",
    items=(
        Item(
            "talk",
            "How was the first talk for you?",
            "First talk",
            (
                Choice("good", "Good"),
                Choice("mixed", "Mixed"),
                Choice("hard", "Hard"),
            ),
        ),
        _NEXT,
        Item(
            "change",
            "Would you like anything to change?",
            "Change",
            (
                Choice("no", "No, all is fine"),
                Choice("talk", "I would like to talk about it"),
                Choice("someone_else", "I would like to hand over"),
            ),
        ),
    ),
    languages=(Language("en", "Pairwell"),),
    licence=OUR_QUESTIONS,
    citation="Pairwell first-contact check for peer workers, version 1",
)
