"""Our own questions near the planned end of a pairing: what it was, and what comes next.

Not a measure: nothing is scored. Every question can be skipped.
"""

from care.forms import Form, Option, Question

_SEEN = "What you type in the next 30 minutes goes to your coordinator. Your peer cannot read it."
_SEEN_OF_PEER = "What you type in the next 30 minutes goes to your coordinator, and to nobody else."

SERVICE_USER_REVIEW = Form(
    "review_service_user",
    1,
    "Looking back",
    (
        Question(
            code="hoped",
            kind="text",
            text="What did you hope for when you began, in your own words?",
            why=_SEEN,
            short="What you hoped for",
            most=600,
        ),
        Question(
            code="came_true",
            kind="one",
            text="How much of it came true?",
            why="Your coordinator can read it. Your peer cannot.",
            short="How much came true",
            options=(
                Option("all", "All of it"),
                Option("most", "Most of it"),
                Option("some", "Some of it"),
                Option("none", "None of it"),
                Option("other", "Something else did"),
            ),
        ),
        Question(
            code="helped",
            kind="text",
            text="What helped you, and what did not?",
            why=_SEEN,
            short="What helped",
            most=600,
        ),
        Question(
            code="next",
            kind="text",
            text="What would you like to come next?",
            why=_SEEN,
            short="What comes next",
            most=600,
        ),
    ),
    minutes=3,
)
PEER_WORKER_REVIEW = Form(
    "review_peer_worker",
    1,
    "Looking back",
    (
        Question(
            code="went_well",
            kind="text",
            text="What went well between the two of you?",
            why=_SEEN_OF_PEER,
            short="What went well",
            most=600,
        ),
        Question(
            code="hand_over",
            kind="text",
            text="Is there anything that your coordinator should know or go on with?",
            why=_SEEN_OF_PEER,
            short="What to hand over",
            most=600,
        ),
    ),
    minutes=2,
)
REVIEWS = (SERVICE_USER_REVIEW, PEER_WORKER_REVIEW)
TEXT_CODES = tuple(q.code for review in REVIEWS for q in review.questions if q.kind == "text")
