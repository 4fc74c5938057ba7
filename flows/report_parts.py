"""What a coordinator reads of reports below their alert: who, in which words, what was sent."""

from db.alerts import Alert
from db.pairings import Pairing, pairing_or_none
from db.people import Person, name_of, person
from db.reports import Report, report_words, reports_of_alert
from flows.letters import Button, Part, Words, say
from flows.story import Story
from flows.times import local_day, local_time


async def report_parts(
    story: Story, alert: Alert, reader: Person
) -> tuple[list[Part], list[Button]]:
    """The parts of the alert's page, and a button to each pairing that was reported."""
    parts: list[Part] = []
    buttons: dict[str, Button] = {}
    for made in await reports_of_alert(story.session, alert.id):
        pairing = await pairing_or_none(story.session, made.pairing_id)
        if pairing is None:
            continue
        parts += await _one(story, made, pairing, reader)
        buttons[pairing.id] = Button(say("pairing.button.open"), "jp", pairing.id)
    return parts, list(buttons.values())


async def _one(story: Story, made: Report, pairing: Pairing, reader: Person) -> list[Part]:
    reporter = await person(story.session, made.person_id)
    by = await name_of(story.session, reporter)
    since = local_day(pairing.active_at or pairing.since, reader)
    when = local_time(made.at, reader)
    key = "report.by" if by else "report.by_deleted"
    parts: list[Part] = [say(key, name=by, when=when, since=since)]
    if reporter.erased_at is None and made.words_sealed is not None:
        parts += [say("report.in_words"), Words(await report_words(story.session, made))]
    if made.handed_over_at is None:
        parts.append(say("report.kept"))
    else:
        arrived = made.chosen if made.arrived is None else made.arrived
        parts.append(say("report.handed_over", n=arrived or 0, chosen=made.chosen or 0))
    return parts
