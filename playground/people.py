"""The made-up people whose phones the playground holds, and the bot they talk to."""

from dataclasses import dataclass

from playground.wire import Json


@dataclass(frozen=True, slots=True)
class Account:
    """A made-up Telegram account. `colour` names one of the page's avatar colours."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = "en"
    colour: str = "plum"

    @property
    def letter(self) -> str:
        """Return the one letter of the avatar."""
        return self.first_name[:1].upper()

    def as_user(self) -> Json:
        """Return the account as the Bot API's User."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        for key in ("last_name", "username", "language_code"):
            if value := getattr(self, key):
                user[key] = value
        return user

    def as_chat(self) -> Json:
        """Return the account's private chat as the Bot API's Chat."""
        chat: Json = {"id": self.id, "type": "private", "first_name": self.first_name}
        for key in ("last_name", "username"):
            if value := getattr(self, key):
                chat[key] = value
        return chat


@dataclass(frozen=True, slots=True)
class BotAccount:
    """The bot as Telegram knows it."""

    id: int = 7_000_000_001
    first_name: str = "Pairwell"
    username: str = "pairwell_playground_bot"
    has_topics: bool = False
    """Whether BotFather's threaded mode is on: private chats can have topics."""
    people_make_topics: bool = False

    def as_user(self) -> Json:
        """Return the bot as a message's sender."""
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.first_name,
            "username": self.username,
        }


WORKER_BOT = BotAccount(
    7_000_000_002, "Pairwell Peers", "pairwell_peers_playground_bot", has_topics=True
)

JOSIE = Account(1001, "Josie", "Marlow", "josie_marlow", "en", "plum")
HANNAH = Account(1002, "Hannah", "Okafor", "hannah_okafor", "en", "teal")
SAM = Account(1003, "Sam", "Birch", "sam_birch", "en", "blue")

MADE_UP_PEOPLE = (
    JOSIE,
    HANNAH,
    SAM,
    Account(1004, "Amira", "Saleh", "amira_saleh", "ar", "amber"),
    Account(1005, "Zofia", None, "zofia_k", "pl", "rose"),
    Account(1006, "Ruth", "Ade", None, "en", "green"),
    Account(1007, "Nia", None, None, "cy", "slate"),
    Account(1008, "Tom", "Wells", "tom_wells", "en", "teal"),
)
"""Nobody here exists. The ids are small on purpose: Telegram gave such ids out in 2013 only."""
