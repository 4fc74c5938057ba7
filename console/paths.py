"""Paths that a browser may be sent to: our own, and no others."""

import re
from urllib.parse import parse_qs, urlsplit

START = "/console/"
OWN = re.compile(r"/console/[A-Za-z0-9_\-./]*(\?[A-Za-z0-9_\-.=&%]*)?")


def own_path(asked: str) -> str:
    """The path where it is a page of ours; else the first page."""
    is_ours = OWN.fullmatch(asked) is not None and ".." not in asked and "//" not in asked
    return asked if is_ours and not asked.startswith("/console/sign-in") else START


def next_of(address: str) -> str:
    """The `next` in an address, such as that of the page before; "" for none."""
    return parse_qs(urlsplit(address).query).get("next", [""])[0]
