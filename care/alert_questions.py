"""Questions to coordinators about alerts: hours, notes, the day to look again, the response."""

from collections.abc import Mapping, Sequence

from care.forms import Option, Question, Value
from care.rota import WEEKDAYS, Span, split_hours

WHO, DAYS, FROM, UNTIL, RANK = "rota_who", "rota_days", "rota_from", "rota_until", "rota_rank"
DEPUTY = "deputy"
WHO_OFF, FIRST, LAST = "off_who", "off_first", "off_last"
CLOSED = "closed"

ROTA_DAYS = Question(
    code=DAYS,
    kind="several",
    text="On which days?",
    short="Days",
    options=tuple(Option(day, day.capitalize()) for day in WEEKDAYS),
    required=True,
)
ROTA_FROM = Question(
    code=FROM,
    kind="time",
    text="From what time?",
    short="From",
    options=tuple(
        Option(str(60 * hour), label)
        for hour, label in ((0, "Midnight"), (9, "9am"), (17, "5pm"), (18, "6pm"))
    ),
    required=True,
)
ROTA_UNTIL = Question(
    code=UNTIL,
    kind="time",
    text="Until what time?",
    why="An earlier time than the first one is in the morning of the next day.",
    short="Until",
    options=tuple(
        Option(str(60 * hour), label)
        for hour, label in ((9, "9am"), (17, "5pm"), (18, "6pm"), (24, "Midnight"))
    ),
    least=1,
    required=True,
)
ROTA_RANK = Question(
    code=RANK,
    kind="one",
    text="Are they called first, or as a deputy?",
    why="A deputy is called when the first one does not answer in time.",
    short="First or deputy",
    options=(Option("first", "First"), Option(DEPUTY, "Deputy")),
    required=True,
)
OFF_FIRST = Question(
    code=FIRST,
    kind="date",
    text="What is the first day?",
    why="Days off go from midnight to midnight.",
    short="First day",
    required=True,
    least=0,
    most=366,
)
OFF_LAST = Question(
    code=LAST,
    kind="date",
    text="What is the last day?",
    why="For one day, type the same day again.",
    short="Last day",
    required=True,
    least=0,
    most=2 * 366,
)
ALERT_NOTE = Question(
    code="alert_note",
    kind="text",
    text="What would you like to note?",
    why="If you type in the next 30 minutes, it stays with the alert. Coordinators can read it. "
    "It goes when the person is deleted.",
    short="Your note",
    required=True,
    most=800,
)
LOOK_AGAIN = Question(
    code="look_again",
    kind="date",
    text="On which day would you like to look again?",
    why="We call you on that day in the morning. It stays until you say that it is done.",
    short="Look again on",
    required=True,
    least=1,
    most=366,
)
RESPONSE_WHO = Question(
    code="response_who",
    kind="text",
    text="Who answers when an alert is raised? Name a team, not a person.",
    why="Some questions about safety are asked once this is known.",
    short="Who answers",
    required=True,
    least=3,
    most=80,
)
RESPONSE_WITHIN = Question(
    code="response_within",
    kind="one",
    text="How soon do they answer, in the hours of the rota?",
    short="How soon",
    options=(
        Option("within_15", "Within 15 minutes"),
        Option("within_60", "Within 1 hour"),
        Option("within_120", "Within 2 hours"),
        Option("within_240", "Within 4 hours"),
        Option("within_1440", "Within a day"),
    ),
    required=True,
)
RESPONSE_ROUTE = Question(
    code="response_route",
    kind="text",
    text="What do they do, and by which way do they reach the person?",
    why="Such as: write in the bot, then ring the number in the care record, then ring the GP.",
    short="What they do",
    required=True,
    least=3,
    most=160,
)
MAIL_ADDRESS = Question(
    code="mail_address",
    kind="text",
    text="What is your e-mail address?",
    why="We write there when nobody takes an alert in the bot. The mails name nobody.",
    short="Your e-mail",
    required=True,
    least=6,
    most=80,
)
MAIL_CODE = Question(
    code="mail_code",
    kind="text",
    text="What is the code in the mail that we sent you?",
    short="The code",
    required=True,
    least=6,
    most=12,
)
DIGEST_AT = Question(
    code="digest_at",
    kind="one",
    text="When would you like the summary of the day?",
    why="It comes on days when something waits for you, by your own clock.",
    short="Summary at",
    options=(
        *(Option(f"at_{at}", f"{at // 60}:{at % 60:02}") for at in (450, 510, 570, 720)),
        Option("off", "No summary"),
    ),
    required=True,
)

ALERT_QUESTIONS = (
    ROTA_DAYS,
    ROTA_FROM,
    ROTA_UNTIL,
    ROTA_RANK,
    OFF_FIRST,
    OFF_LAST,
    ALERT_NOTE,
    LOOK_AGAIN,
    RESPONSE_WHO,
    RESPONSE_WITHIN,
    RESPONSE_ROUTE,
    MAIL_ADDRESS,
    MAIL_CODE,
    DIGEST_AT,
)


def who_question(names: Sequence[tuple[str, str]]) -> Question:
    """Ask whose hours they are: pairs of a code and a name."""
    return Question(
        code=WHO,
        kind="one",
        text="Whose hours are these?",
        short="Whose hours",
        options=tuple(Option(code, name[:30]) for code, name in names),
        required=True,
    )


def who_off_question(names: Sequence[tuple[str, str]]) -> Question:
    """Ask who is off: one of these pairs of a code and a name, or all at once."""
    return Question(
        code=WHO_OFF,
        kind="one",
        text="Who is off?",
        why="If nobody else takes an alert, whoever is off is called too.",
        short="Who is off",
        options=(
            *(Option(code, name[:30]) for code, name in names),
            Option(CLOSED, "All of us: we are closed"),
        ),
        required=True,
    )


def hours_of(given: Mapping[str, Value | None]) -> tuple[Span, ...]:
    """The hours that the answers name, each within one day of the week."""
    days, begin, end = given.get(DAYS), given.get(FROM), given.get(UNTIL)
    if not isinstance(days, tuple) or not isinstance(begin, int) or not isinstance(end, int):
        return ()
    return tuple(
        span
        for day in days
        if day in WEEKDAYS
        for span in split_hours(WEEKDAYS.index(day), begin, end)
    )


def number_in(code: str) -> int:
    """The number that an option stands for: the minute of a day, or minutes of waiting."""
    return int(code.rpartition("_")[2])
