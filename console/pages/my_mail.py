"""Your e-mail: where alerts are called out when nobody takes them in the bot."""

from fastapi import APIRouter
from starlette.responses import Response

from console.errors import NotFound
from console.forms import Problems, read_fields
from console.pages.me import show_ways, to_me
from console.visits import SignedIn
from db.ids import ProgrammeId
from flows.actor import Actor
from flows.console_mail import where_they_coordinate
from flows.mail_address import ADDRESS, give_address, give_code, take_mail_away

router = APIRouter(prefix="/me/mail")

LONGEST = 254  # letters of an address: RFC 5321, section 4.5.3.1.3, less its angle brackets


@router.post("")
async def give(guest: SignedIn) -> Response:
    """Keep the address, unconfirmed, and mail a code there."""
    fields = await read_fields(guest.request)
    typed = fields.text("address", longest=LONGEST)
    if typed and not ADDRESS.fullmatch(typed):
        fields.refuse("address", "reach.no_address")
    try:
        fields.check()
    except Problems as wrong:
        return await show_ways(guest, wrong, fields)
    async with guest.changing(fields) as (story, actor):
        await give_address(story, actor, _where(actor), typed)
    return to_me()


@router.post("/code")
async def confirm(guest: SignedIn) -> Response:
    """Confirm the address by the code that came there."""
    fields = await read_fields(guest.request)
    typed = fields.text("mail_code", longest=20)
    try:
        fields.check()
    except Problems as wrong:
        return await show_ways(guest, wrong, fields)
    async with guest.changing(fields) as (story, actor):
        await give_code(story, actor, _where(actor), typed)
    return to_me()


@router.post("/remove")
async def take_away(guest: SignedIn) -> Response:
    """Forget the address."""
    async with guest.changing() as (story, actor):
        await take_mail_away(story, actor, _where(actor))
    return to_me()


def _where(actor: Actor) -> ProgrammeId:
    where = where_they_coordinate(actor)
    if where is None:
        raise NotFound
    return where
