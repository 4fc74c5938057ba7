"""Invitations made at the command line: the first coordinator has nobody to ask for one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel.ext.asyncio.session import AsyncSession

from care.packs import pack_codes
from care.plain_text import clean_text
from care.region_files import all_region_codes, region
from care.setting_pack import ROLES, Role
from care.time_zones import is_zone
from db.bots import MAIN, WORKER, BotName
from db.notes import note, set_note
from db.programmes import Programme, add_programme, programme_by_name, programmes
from flows.console_links import link_of_invitation, link_to_console
from flows.invitations import LASTS, Issued, issue_invitation
from flows.programmes import check_pack
from flows.story import Story
from flows.two_bots import NAMES
from pairwell.bot_identity import (
    MAIN_VARIABLE,
    WORKER_VARIABLE,
    ask_identity,
    invitation_link,
)
from pairwell.errors import (
    BadRequest,
    SettingMissing,
    TelegramUnreachable,
    TokenRefused,
    UnknownProgramme,
)
from pairwell.records import open_records
from pairwell.settings import Settings, token_of, worker_token_of

NAME_LENGTH = 80
PARTNER_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """The invitation that is wanted; pack, region and time zone count only for a new programme."""

    role: Role
    programme: str
    uses: int
    lasts: timedelta
    pack: str
    region: str
    time_zone: str
    partner: str | None = None

    @classmethod
    def of(
        cls,
        role: str,
        programme: str,
        uses: int,
        days: int,
        pack: str,
        region: str,
        time_zone: str,
        partner: str | None = None,
    ) -> "Asked":
        """What was asked for in the words of the command line, such as `peer-worker`."""
        known = {one.replace("_", "-"): one for one in ROLES}
        lasts = timedelta(days=days)
        return cls(known[role], programme, uses, lasts, pack, region, time_zone, partner)


@dataclass(frozen=True, slots=True)
class Made:
    """A new invitation; `link` is None and `why_no_link` says why when the bot is not known."""

    role: Role
    programme: str
    programme_is_new: bool
    link: str | None
    why_no_link: str
    payload: str
    code: str
    expires_at: datetime
    uses: int = 1
    console_link: str | None = None  # for a coordinator, where there is a console


async def make_invitation(settings: Settings, asked: Asked, now: datetime) -> Made:
    """Make an invitation; the first one for a coordinator makes the programme too.

    Raises BadRequest, UnknownProgramme, and what `open_records` raises.
    """
    _check(asked, settings.programmes_dir)
    bot = _bot_for(settings, asked.role)
    username, why_no_link = _ask_username(settings, bot)
    async with open_records(settings) as database, database.transaction() as session:
        to, is_new = await _programme(session, asked, now)
        story = Story(session, now, cause="command:invite")
        issued = await issue_invitation(
            story,
            to,
            asked.role,
            issued_by=None,
            lasts=asked.lasts,
            uses=asked.uses,
            label=asked.partner,
        )
        console_link = await _console_link(story, settings, asked, issued)
        username = await _remember(session, bot, username)
    return Made(
        role=asked.role,
        programme=to.name,
        programme_is_new=is_new,
        link=invitation_link(username, issued.payload) if username else None,
        why_no_link="" if username else why_no_link,
        payload=issued.payload,
        code=issued.code,
        expires_at=issued.expires_at,
        uses=asked.uses,
        console_link=console_link,
    )


async def _console_link(
    story: Story, settings: Settings, asked: Asked, issued: Issued
) -> str | None:
    """The same invitation as a way into the console: whoever comes first by either takes it."""
    if asked.role != "coordinator" or not settings.console_url:
        return None
    token = await link_of_invitation(story, issued.payload)
    return link_to_console(settings.console_url, token) if token else None


def _check(asked: Asked, folder: Path | None) -> None:
    _check_partner(asked)
    if asked.uses > 1 and asked.role != "service_user":
        raise BadRequest("An invitation for a coordinator or a peer worker is for one person.")
    if not 1 <= len(asked.programme.strip()) <= NAME_LENGTH:
        raise BadRequest(f"The name of a programme has 1 to {NAME_LENGTH} letters.")
    if asked.pack not in pack_codes(folder):
        raise BadRequest(f"The packs are: {', '.join(pack_codes(folder))}.")
    check_pack(asked.pack, folder)
    check_region(asked.region, folder)
    if not is_zone(asked.time_zone):
        raise BadRequest("The time zone must be one such as Europe/London.")


def check_region(code: str, folder: Path | None) -> None:
    """Raise BadRequest for a region that there is not, and PackRefused for one with mistakes."""
    if code not in all_region_codes(folder):
        raise BadRequest(f"The regions are: {', '.join(all_region_codes(folder))}.")
    region(code, folder)


def _check_partner(asked: Asked) -> None:
    if asked.partner is None:
        if asked.lasts > LASTS:
            raise BadRequest("An invitation works for up to 7 days; a partner's link for up to 90.")
        return
    if asked.role != "service_user":
        raise BadRequest("A partner organisation can invite service users only.")
    clean = clean_text(asked.partner, one_line=True)
    if clean != asked.partner or not 1 <= len(clean) <= PARTNER_LENGTH:
        raise BadRequest(f"The name of a partner has 1 to {PARTNER_LENGTH} letters, on one line.")


def _bot_for(settings: Settings, role: Role) -> BotName:
    return WORKER if role == "peer_worker" and settings.worker_bot_token else MAIN


def _ask_username(settings: Settings, bot: BotName) -> tuple[str | None, str]:
    """The bot's public name, or None and the reason why it is not known."""
    worker = worker_token_of(settings) if bot == WORKER else None
    variable = WORKER_VARIABLE if worker else MAIN_VARIABLE
    try:
        token = worker or token_of(settings)
        return ask_identity(settings.bot_api_url, token, variable=variable).username, ""
    except (SettingMissing, TelegramUnreachable, TokenRefused) as refusal:
        return None, str(refusal)


async def _programme(session: AsyncSession, asked: Asked, now: datetime) -> tuple[Programme, bool]:
    found = await programme_by_name(session, asked.programme)
    if found:
        return found, False
    if asked.role != "coordinator":
        raise UnknownProgramme(asked.programme, [p.name for p in await programmes(session)])
    made = add_programme(
        session,
        asked.programme,
        pack=asked.pack,
        region=asked.region,
        time_zone=asked.time_zone,
        now=now,
    )
    await session.flush()
    return made, True


async def _remember(session: AsyncSession, bot: BotName, username: str | None) -> str | None:
    if username is None:
        return await note(session, NAMES[bot]) or None
    await set_note(session, NAMES[bot], username)
    return username
