"""Our own check-in for service users: the week, the contact, and whether they are safe.

Not a validated scale: its total says how the week was in the person's own word, nothing more.
"""

from care.measures.shapes import Choice, Item, Language, Licence, Measure

OUR_QUESTIONS = Licence("ours", "Part of Pairwell, under the licence of its code.", "Pairwell")

WEEKLY = Measure(
    code="weekly",
    version=1,
    title="Your week",
    intro="Three short questions about your week. You can skip any of them.",
    items=(
        Item(
            "week",
            "How has your week been?",
            "Your week",
            (
                Choice("very_hard", "Very hard", 0),
                Choice("hard", "Hard", 1),
                Choice("mixed", "Mixed", 2),
                Choice("good", "Good", 3),
                Choice("very_good", "Very good", 4),
            ),
        ),
        Item(
            "talked",
            "Did you and your peer talk this week?",
            "Talking",
            (
                Choice("yes", "Yes"),
                Choice("tried", "We tried"),
                Choice("no", "Not this week"),
            ),
        ),
        Item(
            "safe",
            "Do you feel safe right now?",
            "Feeling safe",
            (
                Choice("yes", "Yes"),
                Choice("not_sure", "I am not sure"),
                Choice("no", "No"),
            ),
            fine=frozenset({"yes"}),
        ),
    ),
    languages=(Language("en", "Pairwell"),),
    licence=OUR_QUESTIONS,
    citation="Pairwell weekly check-in, version 1",
    recall_days=7,
)
