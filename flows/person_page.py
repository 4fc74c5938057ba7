"""The person's file as a page that can be read: a heading for each kind of thing that is held."""

from collections.abc import Iterator
from datetime import date, datetime

from db.people import Person
from flows.letters import Line, Section, Text, Words, say
from flows.own_acts import lines_of_own_acts
from flows.person_file import Facts
from flows.plan_days import days_in_words, span_in_words
from flows.plan_words import reason_in_words
from flows.times import day_in_words, local_time


def page_sections(facts: Facts, reader: Person) -> tuple[Section, ...]:
    """The sections of the page, in the order of the file; times on the reader's clock."""
    return (
        _about(facts["person"]),
        *(section for role in facts["roles"] for section in _role(role, reader)),
        *(_pairing(pairing, reader) for pairing in facts["pairings"]),
        *(_checkin(checkin) for checkin in facts["check_ins"]),
        *_spans(facts["days_without_questions"], reader),
        *(_concern(concern, reader) for concern in facts["concerns"]),
        *(_debrief(asked, reader) for asked in facts["asked_how_you_are"] if asked["answer"]),
        _letters(facts, reader),
    )


def _about(person: Facts) -> Section:
    lines = (
        _line(say("page.name"), Words(person["name"])),
        _line(say("page.time_zone"), Words(person["time_zone"])),
        _line(say("page.telegram"), say("page.telegram_held")),
    )
    return Section(say("page.about_you"), lines)


def _role(role: Facts, reader: Person) -> Iterator[Section]:
    answers = (_line(Words(a["about"]), Words(a["answer"])) for a in role["answers"])
    heading = say(f"page.role.{role['role']}", programme=role["programme"])
    since = _line(say("page.stage_since"), _time(role["since"], reader))
    yield Section(heading, (since, *_peer_work(role["peer_work"], reader), *answers))
    consents = tuple(line for row in role["consents"] for line in _consent(row, reader))
    if consents:
        yield Section(say("page.consents", programme=role["programme"]), consents)


def _peer_work(facts: Facts | None, reader: Person) -> Iterator[Line]:
    if facts is None:
        return
    if facts["away_until"]:
        day = day_in_words(date.fromisoformat(facts["away_until"]), reader)
        yield _line(say("page.away_until"), Words(day))
    minutes = sum(entry["minutes"] for entry in facts["hours"])
    if minutes:
        yield _line(say("page.hours"), say("page.minutes", n=minutes))
    for talk in facts["supervision_talks"]:
        day = day_in_words(date.fromisoformat(talk["day"]), reader)
        yield _line(say("page.supervision_talk"), Words(day))
    for name in ("coordinator_asked", "stands_in"):
        if facts[name]:
            yield _line(say(f"page.{name}"), Words(facts[name]))


def _consent(row: Facts, reader: Person) -> Iterator[Line]:
    label = say("page.consent", kind=row["kind"], version=row["version"])
    if row["given_at"]:
        yield _line(label, say("page.given", time=_in_words(row["given_at"], reader)))
    if row["taken_back_or_declined_at"]:
        time = _in_words(row["taken_back_or_declined_at"], reader)
        yield _line(label, say("page.no_longer", time=time))


def _pairing(pairing: Facts, reader: Person) -> Section:
    lines = [_line(say("page.state"), say(f"page.pairing.{pairing['state']}"))]
    if pairing["why"]:
        lines.append(_line(say("page.why"), Words("\n".join(pairing["why"]))))
    lines += _times(pairing, ("began_at", "ended_at"), reader)
    lines += _way(pairing["way"], reader)
    if pairing["voice_messages"]:
        said = say(f"page.voice.{pairing['voice_messages']['said']}")
        lines.append(_line(say("page.voice"), said))
    lines += [_line(Words(a["about"]), Words(a["answer"])) for a in pairing["looked_back"]]
    lines += lines_of_own_acts(pairing["what_you_did"], lambda at: _in_words(at, reader))
    return Section(say("page.with", name=pairing["with"]), tuple(lines))


def _way(way: Facts, reader: Person) -> list[Line]:
    """The last day, days with messages from either side, and ground rules agreed anew."""
    lines = []
    if way["planned_until"]:
        day = day_in_words(date.fromisoformat(way["planned_until"]), reader)
        lines.append(_line(say("page.planned_until"), Words(day)))
    lines += _times(way, ("first_words_at",), reader)
    if way["days"]:
        lines.append(_line(say("page.days_with_messages"), Words(str(len(way["days"])))))
    for one in way["ground_rules"]:
        agreed = one["agreed_at"]
        value = _time(agreed, reader) if agreed else say("page.not_answered")
        lines.append(_line(say("page.ground_rules"), value))
    return lines


def _checkin(checkin: Facts) -> Section:
    lines = [_line(say("page.state"), say(f"page.checkin.{checkin['state']}"))]
    why = reason_in_words(checkin["reason"])
    lines += [_line(say("page.why_not"), why)] if why is not None else []
    lines += [_line(Words(a["about"]), Words(a["answer"])) for a in checkin["answers"]]
    if checkin["total"] is not None:
        lines.append(_line(say("page.total"), Words(str(checkin["total"]))))
    heading = say("page.checkin", day=checkin["day"], measure=checkin["measure"])
    return Section(heading, tuple(lines))


def _spans(spans: list[Facts], reader: Person) -> Iterator[Section]:
    lines = tuple(_span(span, reader) for span in spans)
    if lines:
        yield Section(say("plan.spans"), lines)


def _span(span: Facts, reader: Person) -> Line:
    until = date.fromisoformat(span["until"]) if span["until"] else None
    days = days_in_words(date.fromisoformat(span["from"]), until, reader)
    return Line(Words(span["measure"]), (days, span_in_words(span["why"])))


def _concern(concern: Facts, reader: Person) -> Section:
    lines = [_line(say("page.what"), say(f"page.concern.{concern['what']}"))]
    lines += _times(concern, ("taken_on_at", "closed_at"), reader)
    if concern["outcome"]:
        lines.append(_line(say("page.outcome"), say(f"page.outcome.{concern['outcome']}")))
    raised = _in_words(concern["raised_at"], reader)
    return Section(say("page.concern", time=raised), tuple(lines))


def _debrief(asked: Facts, reader: Person) -> Section:
    line = _line(say("page.you_said"), say(f"debrief.button.{asked['answer']}"))
    return Section(say("page.debrief", time=_in_words(asked["planned_at"], reader)), (line,))


def _letters(facts: Facts, reader: Person) -> Section:
    letters = facts["letters"]
    lines = [_line(say("page.letters_held"), Words(str(len(letters))))]
    if letters:
        lines.append(_line(say("page.first_letter"), _time(letters[0]["written_at"], reader)))
        lines.append(_line(say("page.last_letter"), _time(letters[-1]["written_at"], reader)))
    kept = facts["messages_of_which_the_number_is_kept"]
    lines.append(_line(say("page.numbers_kept"), Words(str(kept))))
    lines += [_line(say("page.held"), Words(text)) for text in facts["held_messages"]]
    lines += [_line(say("page.changed"), Words(text)) for text in facts["changed_messages"]]
    return Section(say("page.letters"), tuple(lines))


def _line(label: Text | Words, value: Text | Words) -> Line:
    return Line(label, (value,))


def _times(facts: Facts, names: tuple[str, ...], reader: Person) -> list[Line]:
    """A line for each of these times that has come."""
    return [_line(say(f"page.{n}"), _time(facts[n], reader)) for n in names if facts[n]]


def _time(written: str, reader: Person) -> Text | Words:
    return Words(_in_words(written, reader))


def _in_words(written: str, reader: Person) -> str:
    return local_time(datetime.fromisoformat(written), reader)
