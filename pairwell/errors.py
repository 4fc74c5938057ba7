"""What stops a command, each with a message of one line that says why and what to do."""

from collections.abc import Sequence


class CommandError(Exception):
    """A command was refused; nothing was changed unless the message says so."""


class BadSettings(CommandError):
    """Settings that cannot be used; the message names each variable, never its value."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences))


class SettingMissing(CommandError):
    """A command needs a setting that was not given."""

    def __init__(self, variable: str, what_to_do: str) -> None:
        super().__init__(f"{variable} is not set. {what_to_do}")


class SettingsFileExists(CommandError):
    """`init` found a settings file: its key may be the one that opens the records."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} is already there and was left as it is: it may hold the key of your records. "
            "Move it away first if you mean to start again."
        )


class CannotWrite(CommandError):
    """A file or folder cannot be made."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} cannot be written. Check that the folder is yours and not full.")


class UnknownProgramme(CommandError):
    """An invitation was asked for a programme that is not there."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        listed = ", ".join(f'"{one}"' for one in known) or "none yet"
        super().__init__(
            f'There is no programme "{name}". Programmes here: {listed}. '
            "A first coordinator invitation makes a new one."
        )


class BadRequest(CommandError):
    """A value given on the command line cannot be used."""


class TelegramUnreachable(CommandError):
    """The Bot API did not answer, or not as the Bot API does."""

    def __init__(self) -> None:
        super().__init__(
            "The Bot API cannot be reached. Check the network and PAIRWELL_BOT_API_URL."
        )


class TokenRefused(CommandError):
    """The Bot API does not know the token in this setting."""

    def __init__(self, variable: str = "PAIRWELL_BOT_TOKEN") -> None:
        super().__init__(
            f"Telegram does not accept {variable}. Copy the token again from @BotFather; "
            "a token that was revoked there stops working at once."
        )


class PortTaken(CommandError):
    """The console cannot listen where the settings say."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"The console cannot listen at {host}, port {port}: it is taken, or not an address of "
            "this machine. Change PAIRWELL_CONSOLE_HOST or PAIRWELL_CONSOLE_PORT."
        )


class ServiceFailed(CommandError):
    """A part of the running service ended with an error."""

    def __init__(self, part: str) -> None:
        super().__init__(
            f'The part "{part}" of the service failed, so it stopped. Nothing is lost: what came '
            "in is kept and is handled at the next start. The log line task.failed says where."
        )


class RealServiceConfigured(CommandError):
    """`try` is for made-up people and found the settings of a real service."""

    def __init__(self, variables: Sequence[str]) -> None:
        is_one = len(variables) == 1
        is_set, without = ("is", "that setting") if is_one else ("are", "those settings")
        named = " and ".join(variables)
        super().__init__(
            f"`pairwell try` does not start where {named} {is_set} set: it is for "
            "made-up people and must never touch a real service. Run it in another folder, "
            f"without {without}."
        )
