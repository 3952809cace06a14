"""Everything that changes providers, programmes, their sessions, requests, orders and completed courses."""

from masterstvo.training.actions.order import (
    NobodyToSend,
    draft_order,
    follow_document,
)
from masterstvo.training.actions.programme import (
    StandsInCircle,
    add_programme,
    add_provider,
    edit_programme,
    edit_provider,
)
from masterstvo.training.actions.request import (
    AlreadyAsked,
    NobodyChosen,
    NotOverYet,
    SessionHasBegun,
    SessionIsFull,
    WrongState,
    agree_requests,
    approve_requests,
    ask_for_seats,
    complete_requests,
    decline_requests,
    send_requests,
    wish_for,
    withdraw_request,
)
from masterstvo.training.actions.session import (
    SessionIsUsed,
    TooFewSeats,
    add_session,
    edit_session,
    remove_session,
)
from masterstvo.training.actions.training import (
    add_training,
    edit_training,
    remove_training,
)

__all__ = [
    "AlreadyAsked",
    "NobodyChosen",
    "NobodyToSend",
    "NotOverYet",
    "SessionHasBegun",
    "SessionIsFull",
    "SessionIsUsed",
    "StandsInCircle",
    "TooFewSeats",
    "WrongState",
    "add_programme",
    "add_provider",
    "add_session",
    "add_training",
    "agree_requests",
    "approve_requests",
    "ask_for_seats",
    "complete_requests",
    "decline_requests",
    "draft_order",
    "edit_programme",
    "edit_provider",
    "edit_session",
    "edit_training",
    "follow_document",
    "remove_session",
    "remove_training",
    "send_requests",
    "wish_for",
    "withdraw_request",
]
