"""The bot's commands, name and descriptions, per scope and language."""

from playground.wire import Json

_Key = tuple[str, int | None, str]


class CommandBook:
    """Commands by (scope, chat, language), found as Telegram finds them."""

    def __init__(self) -> None:
        self._lists: dict[_Key, list[Json]] = {}

    def put(self, scope: Json, language: str, commands: list[Json]) -> None:
        """Set one scope's list; an empty list clears it."""
        if commands:
            self._lists[_key(scope, language)] = commands
        else:
            self._lists.pop(_key(scope, language), None)

    def get(self, scope: Json, language: str) -> list[Json]:
        """Return exactly this scope's list, empty when there is none."""
        return self._lists.get(_key(scope, language), [])

    def show(self, chat_id: int, language: str | None) -> list[Json]:
        """Return what a person sees: the narrowest scope wins, then their language."""
        for scope, chat in (("chat", chat_id), ("all_private_chats", None), ("default", None)):
            for code in dict.fromkeys((language or "", "")):
                if commands := self._lists.get((scope, chat, code)):
                    return commands
        return []

    def clear(self) -> None:
        """Forget all lists."""
        self._lists.clear()


class ProfileTexts:
    """One of the bot's texts (name, description...) by language; "" is for all others."""

    def __init__(self, default: str = "") -> None:
        self._texts = {"": default}

    def put(self, language: str, text: str) -> None:
        """Set the text; an empty one falls back to the text for all."""
        if text or not language:
            self._texts[language] = text
        else:
            self._texts.pop(language, None)

    def get(self, language: str | None) -> str:
        """Return the text for a language, or the one for all."""
        return self._texts.get(language or "", self._texts[""])


def _key(scope: Json, language: str) -> _Key:
    chat_id = scope.get("chat_id")
    return scope.get("type", "default"), None if chat_id is None else int(chat_id), language
