"""How often a sign-in name may be tried in vain, and how long it rests then."""

from datetime import timedelta

FREE = 5  # tries before the first rest: our choice
FIRST_REST = timedelta(minutes=15)
LONGEST_REST = timedelta(hours=24)
MOST = 50  # half of what NIST SP 800-63B-4, section 3.2.2, allows in a row at the most


def rest_after(failures: int) -> timedelta | None:
    """How long no try counts after so many failures in a row; None: until another way was used.

    The first five cost nothing; then each rest is twice as long as the one before, up to a day.
    """
    if failures >= MOST:
        return None
    if failures < FREE:
        return timedelta()
    return min(LONGEST_REST, FIRST_REST * (1 << min(failures - FREE, 10)))
