"""How often something secret may be tried: by an account from one address, by an account, from an address."""

import datetime as dt
from dataclasses import dataclass

from django.utils.crypto import salted_hmac


@dataclass(frozen=True)
class Limit:
    """At most ``most`` tries in ``window``, counted by ``of``: the account, the address or both together."""

    of: tuple[str, ...]
    most: int
    window: dt.timedelta


@dataclass(frozen=True)
class Who:
    """Who tries. ``account``: the typed e-mail or a key of a user, whether there is such or not."""

    account: str
    address: str


QUARTER, HOUR, DAY = dt.timedelta(minutes=15), dt.timedelta(hours=1), dt.timedelta(days=1)
BOTH, ACCOUNT, ADDRESS = ("account", "address"), ("account",), ("address",)

# The narrow limit stops one guesser without shutting the owner out at another computer; the wide ones stop many guessers
# of one account, and one guesser of many accounts. A school may stand behind one address, so that limit is wide.
SIGN_IN = (Limit(BOTH, 10, QUARTER), Limit(ACCOUNT, 50, QUARTER), Limit(ADDRESS, 100, QUARTER))
CODE = (Limit(ACCOUNT, 10, QUARTER), Limit(ADDRESS, 100, QUARTER))
RESET = (Limit(ACCOUNT, 3, HOUR), Limit(ADDRESS, 30, HOUR))
LETTERS_TO = (Limit(ACCOUNT, 3, DAY),)  # invitations to one person
LETTERS_BY = (Limit(ACCOUNT, 300, DAY),)  # invitations by one inviter: the staff of a few schools at once
MISSES = (
    Limit(ADDRESS, 60, QUARTER),
)  # codes of papers that do not exist; a school may stand behind one address
FEEDS = (
    Limit(ACCOUNT, 60, HOUR),
)  # readings of one secret link to a calendar: several devices of its owner, each every few minutes
NAMES = {
    SIGN_IN: "sign_in",
    CODE: "code",
    RESET: "reset",
    LETTERS_TO: "letters_to",
    LETTERS_BY: "letters_by",
    MISSES: "misses",
    FEEDS: "feeds",
}


def keys(limits: tuple[Limit, ...], who: Who) -> dict[str, Limit]:
    """Return {key: limit} of one try, in the order of keys: two tries at once lock the rows in the same order."""
    found = {
        salted_hmac(
            "accounts.attempts", "|".join([NAMES[limits], *limit.of, *(getattr(who, of) for of in limit.of)])
        ).hexdigest(): limit
        for limit in limits
    }
    return dict(sorted(found.items()))
