"""What comes from files: the words of the setting pack, the numbers of the region."""

from fastapi import APIRouter
from starlette.responses import Response

from care.regions import STALE_DAYS, is_stale, urgent_help_text
from console.questions import today_of
from console.visits import Visiting
from flows.labels import labels_of
from flows.plan_words import title_of
from flows.programmes import pack_of
from flows.regions import region_of

router = APIRouter(prefix="/p/{programme_id}/settings")


@router.get("/words")
async def show_words(visit: Visiting) -> Response:
    """The setting pack: its texts as the bot shows them, what it plans, and where it is changed."""
    pack = pack_of(visit.story, visit.programme)
    titles = {one.measure: title_of(visit.story, one.measure) for one in pack.checkins}
    return await visit.page("settings_words.html", pack=pack, labels=labels_of(pack), titles=titles)


@router.get("/region")
async def show_region(visit: Visiting) -> Response:
    """The numbers for urgent help: from whom, when last checked, and what could not be checked."""
    found = region_of(visit.story, visit.programme)
    today = today_of(visit.actor.person, visit.story.now)
    return await visit.page(
        "settings_region.html",
        region=found,
        stale=is_stale(found, today),
        stale_days=STALE_DAYS,
        age=(today - found.last_checked).days,
        shown=urgent_help_text(found),
    )
