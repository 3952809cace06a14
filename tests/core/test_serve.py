import socket

import pytest
from django.core.management import CommandError

from masterstvo.core.management.commands.serve import check_address


def test_a_port_that_another_program_holds_is_refused():
    with socket.create_server(("127.0.0.1", 0), reuse_port=True) as other:
        port = other.getsockname()[1]

        with pytest.raises(CommandError, match=f"127.0.0.1:{port} занят"):
            check_address("127.0.0.1", port)

    check_address("127.0.0.1", port)


def test_an_address_that_cannot_be_is_refused():
    with pytest.raises(CommandError, match="занят или недоступен"):
        check_address("127.0.0.1", 99999)
