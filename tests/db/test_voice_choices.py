from datetime import timedelta

from db.engine import Database
from db.voice_choices import choose_voice, voice_choice_of, voice_choices
from tests.factories import make_pairing
from tests.fakes.clock import START

LATER = START + timedelta(days=1)


async def test_last_choice_of_each_person_counts(database: Database) -> None:
    async with database.transaction() as session:
        pairing = await make_pairing(session)
        josie, hannah = pairing.service_user_id, pairing.peer_worker_id
        assert await voice_choices(session, pairing.id) == {}
        assert await voice_choice_of(session, pairing.id, josie) is None
        await choose_voice(session, pairing.id, josie, "yes", START)
        await choose_voice(session, pairing.id, hannah, "asked", START)
        await choose_voice(session, pairing.id, hannah, "no", LATER)
        assert await voice_choices(session, pairing.id) == {josie: "yes", hannah: "no"}
        found = await voice_choice_of(session, pairing.id, hannah)
        assert found is not None
        assert (found.state, found.at) == ("no", LATER)
