"""Long lists: how many rows a page of them has."""

PAGE = 25
