"""Single values of a letter, spoken in the reader's language."""

from datetime import date

from flows.letters import Day, Line, Text, Words
from flows.times import day_in_language
from wording.catalogue import Catalogue


def spoken(value: Text | Words | Day, catalogue: Catalogue, language: str) -> str:
    """The wording of a key, the words of a pack in translation, or a day."""
    match value:
        case Text(key, params):
            return catalogue.say(key, params, language)
        case Words(text):
            return catalogue.say_words(text, language)
        case Day(iso):
            return day_in_language(date.fromisoformat(iso), language)


def spoken_line(line: Line, catalogue: Catalogue, language: str) -> str:
    """What something is and its values: "Good times: weekday mornings, weekends"."""
    values = (spoken(value, catalogue, language) for value in line.values)
    isolated = (catalogue.isolate(value, language) for value in values)
    return f"{spoken(line.label, catalogue, language)}: {', '.join(isolated)}"
