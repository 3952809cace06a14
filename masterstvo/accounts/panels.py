"""What apps above may add to the pages of sign-in."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class DemoSignIn:
    """A ready account of the fictional district, shown on the sign-in page to try the product."""

    who: str
    email: str
    password: str


_demo: list[Callable[[], list[DemoSignIn]]] = []


def offer_demo_sign_ins(offer: Callable[[], list[DemoSignIn]]) -> None:
    """Show these accounts on the sign-in page, where the settings say that this is the fictional district."""
    if offer not in _demo:
        _demo.append(offer)


def demo_sign_ins() -> list[DemoSignIn]:
    return [sign_in for offer in _demo for sign_in in offer()]
