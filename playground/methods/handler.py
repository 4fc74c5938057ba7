"""The shape of a method's function."""

from collections.abc import Callable
from typing import Any

from playground.desk import Desk

Handler = Callable[[Desk, Any], Any]
"""Takes the desk and the decoded method, returns the result on the wire, raises Refusal."""
