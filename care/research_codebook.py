"""The codebook of an export for research: every column of every file, and what it means."""

from dataclasses import dataclass

PEOPLE, PAIRINGS, MEASURES = "people.csv", "pairings.csv", "measures.csv"
FLOW, CODEBOOK, BUNDLE = "flow.csv", "codebook.csv", "questionnaire-responses.fhir.json"
HEADER = ("file", "column", "type", "unit_or_codes", "meaning")
DAY = "days since the person was first known to the service; 0 is that day"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one file."""

    file: str
    name: str
    kind: str  # "text", "code", "integer" or "yes_no"
    codes: str
    meaning: str


COLUMNS = (
    Column(PEOPLE, "study_id", "text", "16 letters", "Stands for one person in this export alone."),
    Column(PEOPLE, "role", "code", "service_user, peer_worker", "In which role the line is told."),
    Column(PEOPLE, "setting", "code", "the code of the setting pack", "What support is about."),
    Column(
        PEOPLE,
        "age_band",
        "code",
        "under 25, 25 to 34, 35 to 44, 45 to 54, 55 and over, other; empty: not told",
        "Age when the form was filled in. Bands of fewer than 5 people are other.",
    ),
    Column(
        PEOPLE,
        "gender",
        "code",
        "codes of the setting pack, other; empty: not told",
        "As told. Codes of fewer than 5 people are other.",
    ),
    Column(
        PEOPLE,
        "stage",
        "code",
        "codes of the setting pack, other; empty: not told",
        "Where a service user was when they came. Codes of fewer than 5 people are other.",
    ),
    Column(PEOPLE, "experiences", "code", "0, 1, 2, 3 and more", "How many were chosen."),
    Column(PEOPLE, "wishes", "code", "0, 1, 2, 3 and more", "How many a peer was to meet."),
    Column(PAIRINGS, "pairing_id", "text", "16 letters", "Stands for one pairing."),
    Column(PAIRINGS, "study_id", "text", "16 letters", "The service user."),
    Column(
        PAIRINGS,
        "peer_study_id",
        "text",
        "16 letters; empty: no consent to research",
        "The peer worker.",
    ),
    Column(PAIRINGS, "began_day", "integer", DAY, "When both had said yes."),
    Column(PAIRINGS, "ended_day", "integer", f"{DAY}; empty: still running", "When it ended."),
    Column(PAIRINGS, "ended_as_planned", "yes_no", "yes, no; empty: running", "On its last day."),
    Column(
        PAIRINGS,
        "first_contact_hours",
        "integer",
        "whole hours; empty: none",
        "From the beginning to the first words of the peer worker.",
    ),
    Column(
        PAIRINGS,
        "contacts",
        "integer",
        "days; empty: not known any more",
        "Days on which both wrote.",
    ),
    Column(
        PAIRINGS,
        "contacts_for_100_planned",
        "integer",
        "percent; empty: shorter than a week, or not known any more",
        "Contacts over those planned by the rhythm of the setting, breaks left out.",
    ),
    Column(PAIRINGS, "kind", "code", "text, voice", "Whether both allowed voice messages."),
    Column(
        PAIRINGS, "fit", "code", "high (750 to 1000), middle (500 to 749), low", "Of the match."
    ),
    Column(PAIRINGS, "experience", "code", "shared, not_shared; empty: not known", "Of the match."),
    Column(PAIRINGS, "stage", "code", "shared, not_shared; empty: not known", "Of the match."),
    Column(PAIRINGS, "wishes", "code", "all, some, none; empty: not known", "Wishes met."),
    Column(MEASURES, "study_id", "text", "16 letters", "Who answered."),
    Column(MEASURES, "role", "code", "service_user, peer_worker", "In which role they were asked."),
    Column(MEASURES, "measure", "code", "the code of the measure", "See docs/measures.md."),
    Column(MEASURES, "version", "integer", "", "Of its wording here."),
    Column(MEASURES, "day", "integer", DAY, "When it was due."),
    Column(
        MEASURES,
        "total",
        "integer",
        "points of the measure; empty: it has no total, or too much was skipped",
        "As the measure is scored.",
    ),
    Column(FLOW, "step", "code", "", "A step on the way of people through the programme."),
    Column(
        FLOW,
        "number",
        "integer",
        "empty: fewer than 5, or fewer than 5 away from the number before",
        "How many, of everybody, with and without consent to research.",
    ),
)


def columns_of(file: str) -> tuple[str, ...]:
    """The columns of a file, in their order."""
    return tuple(column.name for column in COLUMNS if column.file == file)


def codebook() -> list[tuple[str, ...]]:
    """The lines of the codebook."""
    return [(one.file, one.name, one.kind, one.codes, one.meaning) for one in COLUMNS]
