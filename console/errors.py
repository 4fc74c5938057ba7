"""What can go wrong at this edge, each with the answer that the browser gets."""


class ConsoleError(Exception):
    """The base of this room's errors."""


class NotSignedIn(ConsoleError):
    """Nobody is signed in in this browser, or not any more."""


class Locked(ConsoleError):
    """The session was not used for a while; whoever sits there signs in anew."""


class SetUpFirst(ConsoleError):
    """Somebody came in by a link and has no way to come back yet."""


class TooOften(ConsoleError):
    """This address tried too often to come in; it has to wait."""


class NotFound(ConsoleError):
    """There is no such page, or it is not for this person: the answer is the same for both."""


class DoneAlready(ConsoleError):
    """The same form came twice; what it asked for is done."""


class FormRefused(ConsoleError):
    """A form is too long or is no form at all."""
