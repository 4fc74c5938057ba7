"""Our own questions that belong to no form of a role: each is asked alone, and can be dropped."""

from care.forms import Question

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

BRIEF_QUESTIONS = (AWAY_UNTIL, COVER_NAME, SEND_BACK, LETTER, TALK)
