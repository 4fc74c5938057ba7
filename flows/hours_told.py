"""What a person is told of the hours in which alerts are read, in words that can be kept."""

from db.people import Person
from db.programmes import Programme
from flows.duty import next_duty_at
from flows.letters import Part, Words, say
from flows.programmes import pack_of
from flows.story import Story
from flows.times import local_time


async def nobody_on_duty(story: Story, to: Person, where: Programme) -> tuple[Part, ...]:
    """Nobody reads an alert now, and from when on somebody does: by the pack, else by the rota."""
    hours = pack_of(story, where).alerts.hours
    if hours:
        return (say("safety.nobody_on_duty", programme=where.name), Words(hours))
    begins = await next_duty_at(story, where)
    if begins is None:
        return (say("safety.nobody_on_duty", programme=where.name),)
    told = {"programme": where.name, "when": local_time(begins, to)}
    return (say("safety.nobody_on_duty_until", **told),)
