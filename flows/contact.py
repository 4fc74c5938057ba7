"""Contact: silence between the two is spoken of kindly, and twice at most; never whose it is."""

from care.rhythm import Act
from flows.actor import SERVICE_USER
from flows.letters import Button, say
from flows.running_pair import RunningPair


async def speak_of_silence(pair: RunningPair, act: Act) -> None:
    """Remind the peer worker gently, in their hours."""
    pair.rhythm.lapse, pair.rhythm.lapse_on = 1, pair.today
    told = say(f"contact.{_kind(act)}.peer_worker", name=pair.user_name, n=act.days)
    await pair.tell_peer(told, first=await pair.write_to_user())


async def speak_of_silence_again(pair: RunningPair, act: Act) -> None:
    """Tell the service user what they can do, without fault, and the coordinators."""
    pair.rhythm.lapse, pair.rhythm.lapse_on = 2, pair.today
    told = say(f"contact.{_kind(act)}.service_user", name=pair.peer_name, n=act.days)
    membership = await pair.role_of(SERVICE_USER)
    pause = (Button(say("home.button.pause"), "za", membership.id),) if membership else ()
    other = Button(say("rhythm.button.about_peer", name=pair.peer_name), "bm", pair.pairing.id)
    ways = say("contact.lapse.ways", name=pair.peer_name)
    await pair.tell_user(told, ways, first=(other, *pause))
    told = say(f"coordinator.contact_{_kind(act)}", n=act.days, **pair.names)
    await pair.tell_coordinators(told)


def _kind(act: Act) -> str:
    """A lapse of both, or of the peer worker alone while the other waits for an answer."""
    return "unanswered" if act.unanswered else "lapse"
