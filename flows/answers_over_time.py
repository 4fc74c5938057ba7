"""My answers over time: what a person answered to a measure, as a picture and in words.

The words say all that the picture shows. Nothing is called good or bad; a change is named only
where it is more than chance, by the published value.
"""

from care.measures.goals import GOALS
from care.measures.over_time import latest, runs
from db.answer_history import measures_answered, past_checkins
from db.people import Person
from flows.actor import Actor
from flows.chart import Chart, chart_of
from flows.each_time import each_time
from flows.errors import Refused
from flows.goals_over_time import goals_over_time
from flows.letters import URGENT, Body, Button, Words, body, one_each, say
from flows.over_time_words import entries_of, in_words
from flows.own_measures import measure_or_none
from flows.sharing import who_sees
from flows.story import Story

LIST, SHOW, SLOT = "mo", "ms", "over_time"
MOST_SHOWN = 12  # answers: three months of weekly ones, and as many as a phone can show apart


def over_time_button() -> Button:
    """The button that leads to the list of measures."""
    return Button(say("over_time.button"), LIST)


async def has_answered(story: Story, someone: Person) -> bool:
    """Whether there is anything to show."""
    return bool(await measures_answered(story.session, someone.id))


async def show_measures(story: Story, actor: Actor, pressed: int | None) -> None:
    """The measures that the person answered, one button each."""
    codes = await measures_answered(story.session, actor.person.id)
    known = [one for code in codes if (one := measure_or_none(story, code)) is not None]
    buttons = [Button(Words(one.short_title), SHOW, "", one.code) for one in known]
    text = say("over_time.which" if known else "over_time.none")
    content = body(text, rows=one_each(*buttons, Button(say("home.button.home"), "h"), URGENT))
    if pressed is None:
        await story.post(actor.person.id, content)
    else:
        await story.edit(actor.person.id, content, slot=SLOT, message_id=pressed)


async def show_answers(story: Story, actor: Actor, code: str) -> None:
    """The picture with its words, in a new message; raises Refused for what was never answered."""
    asked = measure_or_none(story, code)
    past = await past_checkins(story.session, actor.person.id, code) if asked else []
    if asked is None or not any(one.state == "answered" for one in past):
        raise Refused("over_time.nothing_here")
    chart: Chart | None = None
    if asked.has_total:
        entries = entries_of(past, actor.person)
        parts = in_words(asked, entries, actor.person, MOST_SHOWN)
        drawn = runs(latest(entries, MOST_SHOWN))
        chart = chart_of(asked.least, asked.most, drawn) if drawn else None
    elif asked.code == GOALS.code:
        parts, chart = await goals_over_time(story, asked, past, actor.person, MOST_SHOWN)
    else:
        parts = await each_time(story, asked, past, actor.person, MOST_SHOWN)
    seen_by, change = await who_sees(story, actor, asked)
    other, home = Button(say("over_time.button.other"), LIST), Button(say("home.button.home"), "h")
    rows = one_each(*change, other, home, URGENT)
    # Protected, so that no phone puts the picture into its gallery by itself.
    content = Body((*parts, *seen_by), rows, chart=chart, protected=True)
    await story.post(actor.person.id, content)
