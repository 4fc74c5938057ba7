"""Sound at night: a service user may ask to hear their peer's messages at night too."""

from db.people import Person
from flows.actor import Actor
from flows.letters import URGENT, Button, body, one_each, say
from flows.story import Story

ON, OFF = "on", "off"


def night_sound_button(someone: Person) -> Button:
    """The button that turns the sound at night to the other way, for a menu about the peer."""
    if someone.sound_at_night:
        return Button(say("night_sound.button.off"), "yn", "", OFF)
    return Button(say("night_sound.button.on"), "yn", "", ON)


async def set_night_sound(story: Story, actor: Actor, wanted: str) -> None:
    """Let messages of the peer make a sound at night, or not; anything but ON is not."""
    actor.person.sound_at_night = wanted == ON
    story.session.add(actor.person)
    key = "night_sound.on" if actor.person.sound_at_night else "night_sound.off"
    rows = one_each(night_sound_button(actor.person), URGENT)
    await story.post(actor.person.id, body(say(key), rows=rows))
