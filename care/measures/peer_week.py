"""Our own check-in for peer workers: load, worry and support. Not a validated scale."""

from care.measures.shapes import Choice, Item, Language, Measure
from care.measures.weekly import OUR_QUESTIONS

PEER_WEEK = Measure(
    code="peer_week",
    version=1,
    title="Your week as a peer worker",
    intro="Three short questions. You can skip any of them.",
    items=(
        Item(
            "load",
            "How much did your peer support take out of you this week?",
            "Load",
            (
                Choice("little", "A little"),
                Choice("right", "About right"),
                Choice("much", "A lot"),
                Choice("too_much", "Too much"),
            ),
        ),
        Item(
            "worry",
            "Are you worried about someone you support?",
            "Worry",
            (
                Choice("no", "No"),
                Choice("bit", "A bit"),
                Choice("yes", "Yes"),
            ),
            fine=frozenset({"no", "bit"}),
            about="other",
        ),
        Item(
            "support",
            "Did you get the support you needed?",
            "Support",
            (
                Choice("yes", "Yes"),
                Choice("partly", "Partly"),
                Choice("no", "No"),
                Choice("none_needed", "I did not need any"),
            ),
        ),
    ),
    languages=(Language("en", "Pairwell"),),
    licence=OUR_QUESTIONS,
    citation="Pairwell peer worker's week, version 1",
    recall_days=7,
)
