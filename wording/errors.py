"""What can be wrong with the wording, said with what to do about it."""


class BadCatalogue(Exception):
    """A catalogue of wording cannot be used; the message names the file and the entry."""
