"""What a peer worker is asked for their time log: on which day, how long, and for what."""

from care.forms import Option, Question

MOST_MINUTES = 12 * 60  # of one entry
MOST_DAYS_BACK = 366

WORK_DAY = Question(
    code="work_day",
    kind="date",
    text="On which day did you work?",
    why="It goes into your time log. You and your coordinators see it.",
    short="Day",
    options=(Option("today", "Today"), Option("yesterday", "Yesterday")),
    required=True,
    least=-MOST_DAYS_BACK,
    most=0,
)
WORK_MINUTES = Question(
    code="work_minutes",
    kind="number",
    text="How many minutes was it, about?",
    why="You can type any number, such as 25.",
    short="Minutes",
    options=tuple(Option(str(n), f"{n} minutes") for n in (15, 30, 45, 60, 90)),
    required=True,
    least=1,
    most=MOST_MINUTES,
)
SPENT_ON = Question(
    code="spent_on",
    kind="one",
    text="What was it for?",
    short="For",
    options=(
        Option("support", "Supporting somebody"),
        Option("supervision", "Supervision"),
        Option("training", "Training"),
        Option("other", "Other work"),
    ),
    required=True,
)
