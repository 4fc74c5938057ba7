"""Our own questions that belong to no form of a role: each is asked alone, and can be dropped."""

from care.forms import Option, Question

AWAY_UNTIL = Question(
    code="away_until",
    kind="date",
    text="What is the last day that you are away?",
    why="Until then you get no new offers. Your people are told when you are back.",
    short="Away until",
    required=True,
    least=0,
    most=366,
)
OUTSIDE_HOURS = Question(
    code="outside_hours",
    kind="one",
    text="What shall we do with messages outside your hours?",
    why="Kept ones come when your hours begin. It counts for your time away too.",
    short="Outside my hours",
    options=(
        Option("keep", "Keep until my hours"),
        Option("send", "Send at once, no sound"),
    ),
    required=True,
)
COVER_NAME = Question(
    code="cover_name",
    kind="text",
    text="Who could cover for you? Type the name that this peer worker uses here.",
    why="We ask them first. If they agree, your people and your coordinators see the name.",
    short="Cover",
    required=True,
    most=40,
)
SEND_BACK = Question(
    code="send_back",
    kind="text",
    text="What would you like them to look at again?",
    why="The peer worker reads your words. Nothing that they told us is lost.",
    short="What to look at",
    required=True,
    least=3,
    most=400,
)
LETTER = Question(
    code="letter",
    kind="text",
    text="What would you like to write to them?",
    why="If you type in the next 30 minutes, it goes to them. Your name is on it.",
    short="Your letter",
    required=True,
    most=800,
)
TALK = Question(
    code="talk",
    kind="text",
    text="What would you like to tell your coordinator?",
    why="If you type in the next 30 minutes, it goes to them. Your peer does not see it. "
    "Your coordinator may not read it at once. For help now, type /urgent.",
    short="What you write",
    required=True,
    most=800,
)

REPORT_WORDS = Question(
    code="report_words",
    kind="text",
    text="What happened?",
    why="If you type in the next 30 minutes, it goes to your coordinators. Your peer does not see "
    "it. For help now, type /urgent.",
    short="What happened",
    required=True,
    most=800,
)
END_WORDS = Question(
    code="end_words",
    kind="text",
    text="What would you like to tell both?",
    why="If you type it in the next 30 minutes, both read it. Their conversation ends with it.",
    short="Your words for both",
    required=True,
    most=400,
)
END_DAY = Question(
    code="end_day",
    kind="date",
    text="What is the new last day?",
    why="Both are told the day at once. On that evening their conversation ends.",
    short="Last day",
    required=True,
    least=0,
    most=366,
)
PLAN_TIME = Question(
    code="plan_time",
    kind="time",
    text="At about what time shall we ask you?",
    why="You can type another time, such as 18:30. At night we ask nothing.",
    short="Time of day",
    options=tuple(Option(str(60 * hour), f"{hour:02}:00") for hour in (9, 12, 15, 18, 20)),
    required=True,
)
PLAN_REST = Question(
    code="plan_rest",
    kind="date",
    text="From which day on may we ask you again?",
    why="Until then we ask you nothing. Your peer can still write to you.",
    short="Ask again from",
    required=True,
    least=1,
    most=366,
)

BRIEF_QUESTIONS = (
    AWAY_UNTIL,
    OUTSIDE_HOURS,
    COVER_NAME,
    END_DAY,
    SEND_BACK,
    LETTER,
    TALK,
    REPORT_WORDS,
    END_WORDS,
    PLAN_TIME,
    PLAN_REST,
)
