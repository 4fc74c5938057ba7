"""A whole story of three people in one language, and everything that they were shown."""

from dataclasses import dataclass
from datetime import timedelta

from flows.languages import use_languages
from flows.letters import Body
from tests.journeys import HANNAH, JOSIE, PACK, SAM, fill_form
from tests.locales import ACCENTED, RIGHT_TO_LEFT, catalogue, read_back
from tests.stage import Stage

NAMES = {"en": "English", ACCENTED: "Accented", RIGHT_TO_LEFT: "Turned"}
SAM_ID, HANNAH_ID, JOSIE_ID = 3_003, 2_002, 1_001


class Reader:
    """Somebody who reads a made-up language, and a chat that `fill_form` understands."""

    def __init__(self, stage, telegram_id, language):
        self.stage, self.id, self.language = stage, telegram_id, language

    @property
    def phone(self):
        return self.stage.phone(self.id)

    async def shown(self):
        last = self.phone.last
        return read_back(last.text, self.language), [
            read_back(label, self.language) for label, _ in last.buttons
        ]

    async def tap(self, label):
        for shown in sorted(self.phone.messages.values(), key=lambda m: -m.id):
            for text, data in shown.buttons:
                if read_back(text, self.language).startswith(label):
                    await self.stage.press_data(self.id, shown.id, data)
                    return
        seen = [
            read_back(b, self.language) for m in self.phone.messages.values() for b, _ in m.buttons
        ]
        raise AssertionError(f"no button {label!r} in {seen}")

    async def type(self, text):
        await self.stage.say(self.id, text)

    async def enter(self, payload, form, answers):
        await self.type(f"/start {payload}")
        await self.tap(NAMES[self.language])
        await self.tap("Start")
        await fill_form(self, form, answers)


@dataclass(frozen=True)
class Screen:
    """Something that somebody was shown."""

    who: int
    language: str
    body: Body
    text: str
    labels: tuple[str, ...]


class Watched(Stage):
    """A stage that keeps everything that was ever shown, also what was edited since."""

    def __init__(self, database, clock, shown_catalogue):
        super().__init__(database, clock, shown_catalogue)
        self.screens = []

    async def _show(self, session, telegram_id, letter, text, language):
        is_new = letter.act in ("send", "edit")
        message_id = await super()._show(session, telegram_id, letter, text, language)
        shown = self.phone(telegram_id).messages.get(message_id)
        if shown is not None and is_new:
            labels = tuple(label for label, _ in shown.buttons)
            self.screens.append(Screen(telegram_id, language, shown.raw, shown.text, labels))
        return message_id


async def whole_story(database, clock, language):
    """Everything that the three saw: (who, body, text, labels)."""
    stage = Watched(database, clock, catalogue())
    use_languages(database, NAMES)
    await stage.programme()
    people = [Reader(stage, n, language) for n in (SAM_ID, HANNAH_ID, JOSIE_ID)]
    await live(stage, *people)
    return [screen for screen in stage.screens if screen.language == language]


async def invitation(stage, role):
    return (await stage.invitation(role)).payload


async def live(stage, sam, hannah, josie):
    await sam.enter(await invitation(stage, "coordinator"), PACK.coordinator, SAM)
    await write_down_who_answers(sam)
    await hannah.enter(await invitation(stage, "peer_worker"), PACK.peer_worker, HANNAH)
    await sam.tap("Look at the answers")
    await sam.tap("Confirm")
    await josie.enter(await invitation(stage, "service_user"), PACK.service_user, JOSIE)
    for someone in (sam, hannah, josie):
        for command in ("/menu", "/help", "/mydata", "/urgent", "/language", "/stop"):
            await someone.type(command)
        await someone.tap("No, stay")
    await look_at_my_data(josie)
    await look_at_my_data(hannah)
    await change_as_peer_worker(hannah)
    await take_a_break(josie)
    await meet(sam, hannah, josie)
    await talk(stage, hannah, josie)
    await check_in(stage, sam, josie)
    await hannah.type("/worried")
    await take_a_break(josie)
    await sam.type("/menu")
    for label in ("Waiting list", "Alerts"):
        await sam.type("/menu")
        if label in " ".join((await sam.shown())[1]):
            await sam.tap(label)
    await josie.type("/stop")
    await josie.tap("Yes, leave")
    await josie.tap("Delete my data too")
    await josie.tap("Yes, delete everything")


async def write_down_who_answers(sam):
    """Without it nobody is asked whether they are safe."""
    await sam.tap("Write down who answers")
    await sam.type("The peer team")
    await sam.tap("Within 1 hour")
    await sam.type("Write here, then ring")


async def look_at_my_data(someone):
    await someone.type("/mydata")
    await someone.tap("My answers")
    await someone.tap("Look at my answers")
    if "See it as they will" in (await someone.shown())[1]:
        await someone.tap("See it as they will")
        await someone.tap("Back")
    await someone.tap("Change an answer")
    await someone.tap("Back")
    await someone.tap("Send my answers")
    await someone.type("/mydata")
    await someone.tap("What I agreed to")
    await someone.tap("Keeping your answers")
    await someone.tap("Take this back")
    await someone.tap("I agree and stay")
    await someone.tap("What I agreed to")
    await someone.tap("Asking how you are")
    await someone.tap("Take this back")
    await someone.tap("What I agreed to")
    await someone.tap("Asking how you are")
    await someone.tap("I agree")
    await someone.type("/mydata")
    await someone.tap("Send me a copy")
    await someone.tap("Yes, send them")


async def change_as_peer_worker(hannah):
    await hannah.type("/menu")
    await hannah.tap("What I can change")
    await hannah.tap("No new people for now")
    await hannah.tap("I have room again")
    await hannah.type("/away")
    await hannah.type("10 December 2026")
    await hannah.type("/menu")
    await hannah.tap("I am back")


async def take_a_break(josie):
    await josie.type("/pause")
    await josie.tap("Yes, take a break")
    await josie.type("/menu")
    await josie.tap("Come back")


async def meet(sam, hannah, josie):
    await sam.type("/menu")
    await sam.tap("Pairs to review")
    await sam.tap("Josie with Hannah")
    await sam.tap("Approve")
    await hannah.tap("Yes, I would like to")
    await josie.tap("Yes, I would like to")


async def talk(stage, hannah, josie):
    await hannah.type("Hello from Hannah")
    await stage.send(josie.id, voice={"file_id": "x", "file_unique_id": "y", "duration": 1})
    await josie.type("/menu")
    await hannah.type("/menu")


async def check_in(stage, sam, josie):
    await stage.advance(timedelta(days=1, hours=1))
    await josie.tap("Later")
    await stage.advance(timedelta(days=1))
    await josie.tap("Answer now")
    await josie.tap("Hard")
    await josie.tap("Yes")
    await josie.tap("I am not sure")
    await sam.tap("Open the alert")
    await sam.tap("I take this on")
    await sam.tap("They are safe")
