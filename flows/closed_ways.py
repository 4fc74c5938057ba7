"""Ways on for somebody whose message was not sent, since nothing passes between the two now."""

from db.pairings import Pairing
from db.people import Person, name_of, person
from flows.breaks import sides_on_break
from flows.letters import Button, Rows, one_each, say
from flows.my_pairing import ways_on
from flows.story import Story


async def closed_ways(story: Story, writer: Person, pairing: Pairing) -> Rows:
    """The end of the writer's own break where they take one, a coordinator, and urgent help."""
    talk, urgent = await ways_on(story, pairing, writer.id)
    sides = await sides_on_break(story, pairing)
    back = []
    if writer.id == pairing.service_user_id and "service_user" in sides:
        back.append(Button(say("pause.button.back"), "zr", talk.ref))
    elif writer.id == pairing.peer_worker_id and "peer_worker" in sides:
        other = await person(story.session, pairing.service_user_id)
        name = await name_of(story.session, other)
        back.append(Button(say("break.button.go_on", name=name), "bg", pairing.id))
    return one_each(*back, talk, urgent)
