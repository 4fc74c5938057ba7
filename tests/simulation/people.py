"""Made-up people with phones: what they do about what they read, and what they do unasked."""

import heapq
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from care.measures.peer_week import PEER_WEEK
from care.measures.weekly import WEEKLY
from flows.form_screens import short_code
from tests.simulation.wire import BOT_USER

REMINDER = "still here"
ZONES = (
    "Europe/London", "Europe/Athens", "America/New_York", "Asia/Kolkata", "Australia/Sydney",
    "Pacific/Auckland", "Pacific/Honolulu",
)  # fmt: skip
RUBBISH = ("asdf", "??", "12345678", "maybe later on", "x" * 300, "\U0001f600")

# what a button carries of a question -> (its code, what its buttons carry -> code of the option)
JUDGED = {
    short_code(item.code): (item, {short_code(choice.code): choice.code for choice in item.choices})
    for measure in (WEEKLY, PEER_WEEK)
    for item in measure.items
    if item.fine
}


@dataclass(order=True)
class Todo:
    """Something that somebody will do."""

    at: datetime
    order: int
    act: str = field(compare=False)
    about: str = field(compare=False, default="")


class Someone:
    """A person with a phone; `acts` gives the updates of what they do now."""

    def __init__(self, year, telegram_id, person_id):
        self.year, self.id, self.person_id = year, telegram_id, person_id
        self.todo = []
        self.answering = set()
        self.is_gone = False

    @property
    def phone(self):
        """Their chat with the bot."""
        return self.year.telegram.phone(self.id)

    def plan(self, act, about="", *, minutes=0):
        """Do this after so many minutes."""
        at = self.year.clock.now() + timedelta(minutes=minutes)
        heapq.heappush(self.todo, Todo(at, next(self.year.order), act, about))

    def read(self):
        """Look at what is new in the chat, and make up their mind."""
        news, self.phone.news = self.phone.news, []
        for message_id in news:
            shown = self.phone.messages.get(message_id)
            if shown is not None:
                self.see(shown)

    def act_now(self):
        """Do the first thing of which the time has come; returns whether there was one."""
        if not self.todo or self.todo[0].at > self.year.clock.now() or self.phone.has_blocked:
            return False
        todo = heapq.heappop(self.todo)
        self.year.ledger.did[todo.act] += 1
        getattr(self, f"do_{todo.act}")(todo.about)
        return True

    def see(self, shown):
        """Check-ins and their questions; everybody gets them."""
        data = shown.button("kl")
        if data is not None:
            self.decide(shown, data.split(":")[1])
        elif (question := shown.button("q")) is not None:
            session = question.split(":")[1]
            if session in self.answering:
                self.plan("reply", str(shown.id))

    def decide(self, shown, checkin_id):
        """Answer, later, not this time, rubbish first, or nothing at all."""
        if REMINDER not in shown.text:
            self.year.ledger.asks[checkin_id] += 1
        session = shown.button("qr").split(":")[1]
        chance, draw = self.year.chance, self.year.chance.random()
        soon = chance.expovariate(1 / 300)
        if draw < 0.66:
            self.plan("open", session, minutes=soon)
        elif draw < 0.76:
            self.plan("press", shown.button("kl"), minutes=soon / 10)
            self.plan("open", session, minutes=soon + 600)
        elif draw < 0.83:
            self.plan("press", shown.button("kn"), minutes=soon)
        elif draw < 0.88:
            self.plan("type", chance.choice(RUBBISH), minutes=soon)
            self.plan("open", session, minutes=soon + 1)

    def do_open(self, session):
        """Press the newest button that opens these questions."""
        self.answering.add(session)
        for shown in sorted(self.phone.messages.values(), key=lambda m: -m.id):
            for _, data in shown.buttons:
                if data.split(":")[:2] == ["qr", session]:
                    self.press(shown.id, data)
                    return

    def do_reply(self, message_id):
        """Answer the question of this message, unless it is put aside for some days."""
        shown = self.phone.messages.get(int(message_id))
        options = [data for _, data in shown.buttons if data.startswith("q:")] if shown else []
        if not options:
            return
        draw, chance = self.year.chance.random(), self.year.chance
        if draw < 0.03:
            self.plan("reply", message_id, minutes=chance.uniform(60, 4 * 24 * 60))
        elif draw < 0.05:
            self.plan("type", chance.choice(RUBBISH))
            self.plan("reply", message_id)
        else:
            data = self.choose(options)
            self.press(shown.id, data)
            if draw > 0.97 and data.split(":")[2].split(".")[0] not in JUDGED:
                self.press(shown.id, data)  # a finger that shakes

    def choose(self, options):
        """One of the options; where one of them worries us, a fine one."""
        known = JUDGED.get(options[0].split(":")[2].split(".")[0])
        if known is None:
            return self.year.chance.choice(options)
        return self.judged(options, *known)

    def judged(self, options, item, codes):
        """What they say to a question of safety."""
        fine = [data for data in options if codes[data.split(".")[-1]] in item.fine]
        return self.year.chance.choice(fine)

    def do_type(self, text):
        """Type something."""
        content = {"text": text}
        if text.startswith("/"):
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
        self.year.telegram.update(
            {"message": self._envelope(self.year.telegram.next_id()) | content}
        )

    def do_press(self, data):
        """Press the newest button that carries this."""
        for shown in sorted(self.phone.messages.values(), key=lambda m: -m.id):
            if data in (one for _, one in shown.buttons):
                self.press(shown.id, data)
                return

    def do_tap(self, label):
        """Press the newest button that begins with this."""
        for shown in sorted(self.phone.messages.values(), key=lambda m: -m.id):
            for text, data in shown.buttons:
                if text.startswith(label):
                    self.press(shown.id, data)
                    return

    def press(self, message_id, data):
        """A press reaches the bot."""
        query = {
            "id": str(self.year.telegram.next_id()),
            "from": self._account(),
            "chat_instance": "1",
            "data": data,
            "message": self._envelope(message_id) | {"text": "..."},
        }
        self.year.telegram.update({"callback_query": query})

    def do_block(self, _):
        """Block the bot; what it sends is refused from now on."""
        self.phone.has_blocked = True
        self._membership("kicked")

    def unblock(self):
        """Open the chat again."""
        self.phone.has_blocked = False
        self._membership("member")

    def _membership(self, status):
        until = {"until_date": 0} if status == "kicked" else {}
        change = self._envelope(0) | {
            "old_chat_member": {"user": BOT_USER, "status": "member"},
            "new_chat_member": {"user": BOT_USER, "status": status} | until,
        }
        self.year.telegram.update({"my_chat_member": change})

    def _account(self):
        return {"id": self.id, "is_bot": False, "first_name": f"Made up {self.id}"}

    def _envelope(self, message_id):
        return {
            "message_id": message_id,
            "date": int(self.year.clock.now().timestamp()),
            "from": self._account(),
            "chat": {"id": self.id, "type": "private"},
        }


class PeerWorker(Someone):
    """Is asked about their own week."""


class Coordinator(Someone):
    """Takes alerts, some at once, some after hours, some never, and closes them."""

    def __init__(self, year, telegram_id, person_id):
        super().__init__(year, telegram_id, person_id)
        self.calls = Counter()

    def see(self, shown):
        """A call, the alert itself, or anything else."""
        chance = self.year.chance
        if take := shown.button("aa"):
            self.plan("press", take)
        elif close := [d for _, d in shown.buttons if d.startswith("ac:")]:
            if not self.calls[close[0]]:
                self.calls[close[0]] = 1
                self.plan("press", chance.choice(close), minutes=chance.expovariate(1 / 400))
        elif (call := shown.button("ao")) and chance.random() < 0.8:
            self.plan("press", call, minutes=chance.expovariate(1 / 60))


class ServiceUser(Someone):
    """Answers, says that they are not safe, and leads a life beside it."""

    def see(self, shown):
        """What everybody does, and the question whether they are safe now."""
        if (safe := [d for _, d in shown.buttons if d.startswith("sf:")]) and (
            self.year.chance.random() < 0.5
        ):
            self.plan("press", self.year.chance.choices(safe, weights=(7, 2, 1))[0])
        super().see(shown)

    def judged(self, options, item, codes):
        """The ledger says how many worrying answers there are in all."""
        year, session = self.year, options[0].split(":")[1]
        wanted = item.code == "safe" and year.ledger.wants(year.share, year.chance)
        if not wanted or session not in year.open_sessions:
            return super().judged(options, item, codes)
        worrying = [data for data in options if codes[data.split(".")[-1]] not in item.fine]
        data = year.chance.choice(worrying)
        year.pressed(self.person_id, session, item.code, codes[data.split(".")[-1]])
        return data

    def live(self, hours):
        """So many hours of a life: breaks, moves, quarrels with the phone, leaving."""
        chance = self.year.chance
        if self.phone.has_blocked:
            if chance.random() < hours / (6 * 24):
                self.unblock()
            return
        for days, act in ((70, "pause"), (90, "move"), (120, "block"), (300, "leave")):
            if chance.random() < hours / (days * 24):
                getattr(self, f"start_{act}")()
                return

    def start_pause(self):
        """Take a break of some days."""
        self.plan("type", "/pause")
        self.plan("tap", "Yes, take a break")
        back = self.year.chance.uniform(1, 12) * 24 * 60
        self.plan("type", "/menu", minutes=back)
        self.plan("tap", "Come back", minutes=back + 1)

    def start_move(self):
        """Travel: their clock shows another time, and they tell the bot where they are."""
        self.plan("type", "/mydata")
        for label in ("My answers", "Look at my answers", "Change an answer", "Where you live"):
            self.plan("tap", label)
        self.plan("type", self.year.chance.choice(ZONES))
        self.plan("tap", "Send my answers")

    def start_block(self):
        """Block the bot."""
        self.plan("block")

    def start_leave(self):
        """Leave; one in three deletes everything."""
        self.plan("type", "/stop")
        self.plan("tap", "Yes, leave")
        if self.year.chance.random() < 1 / 3:
            self.plan("tap", "Delete my data too")
            self.plan("tap", "Yes, delete everything")
        self.is_gone = True
