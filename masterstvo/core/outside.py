"""Asking addresses that people have typed: whether a page is still there, and nothing of ours is ever asked by mistake.

An address may lead inside: to a printer, a database, the metadata of a cloud. So the name is resolved once, every address behind
it must be public, the connection goes to that very address, and each redirect is looked at in the same way.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from contextlib import suppress
from enum import Enum
from urllib.parse import quote, urljoin, urlsplit

SECONDS = 8  # to connect and to answer each
REDIRECTS_AT_MOST = 3
PORTS = {"http": 80, "https": 443}
IN_ADDRESS = "%/?&=:;,+@!$'()*~[]"  # what is written as it is; Cyrillic is not
GONE = {404, 410, 451}
NO_HEAD = {400, 403, 405, 501}  # some servers refuse HEAD and answer GET
HEADERS = {"User-Agent": "Masterstvo link check", "Accept": "*/*", "Connection": "close"}


class Answer(Enum):
    """What came of asking. What answers «not for you» or «not now» is there all the same."""

    FOUND = "found"
    GONE = "gone"  # a server answered: there is no such page
    UNREACHED = "unreached"  # no server answered, or it is not one that may be asked


class NotPublic(Exception):
    """The address does not lead to a public server by http or https."""


def ask(url: str) -> Answer:
    """Return whether something answers at ``url``. Only the status line and the headers are read, never a page."""
    try:
        for _ in range(REDIRECTS_AT_MOST + 1):
            status, location = _ask_once("HEAD", url)
            if status in NO_HEAD:
                status, location = _ask_once("GET", url)
            if not (300 <= status < 400 and location):
                return Answer.GONE if status in GONE or status >= 500 else Answer.FOUND
            url = urljoin(url, location)
    except (NotPublic, OSError, http.client.HTTPException, ValueError):
        return Answer.UNREACHED
    return Answer.FOUND  # somebody answers, though in circles


def public_address(host: str, port: int) -> str:
    """Return the address of ``host``. Raises: NotPublic when any address behind the name is not public; OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    for each in addresses:
        address = ipaddress.ip_address(each.split("%")[0])
        inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
        if not (address.is_global and inner.is_global) or address.is_multicast:
            raise NotPublic(f"{host} leads inside.")
    return addresses[0]


def _ask_once(method: str, url: str) -> tuple[int, str]:
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or parts.username is not None:
        raise NotPublic("Only http and https, without a name and password.")
    port = parts.port or PORTS[parts.scheme]
    if port not in PORTS.values():
        raise NotPublic("Only the ports of the web: others are doors of something else.")
    host = parts.hostname.encode("idna").decode("ascii")
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    connection.sock = _connected(public_address(host, port), port, host if parts.scheme == "https" else "")
    # A server that sends a letter a minute would keep each single wait short and the whole without end.
    end = threading.Timer(SECONDS, _hang_up, [connection.sock])
    end.start()
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method, quote(target, safe=IN_ADDRESS), headers=HEADERS)
        response = connection.getresponse()
        return response.status, response.getheader("Location", "")
    finally:
        end.cancel()
        connection.close()


def _connected(address: str, port: int, secure_name: str) -> socket.socket:
    plain = socket.create_connection((address, port), timeout=SECONDS)
    if not secure_name:
        return plain
    # Many sites of our authorities show certificates of a root that no system ships; nothing secret is sent or believed here.
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        return context.wrap_socket(plain, server_hostname=secure_name)
    except BaseException:
        plain.close()
        raise


def _hang_up(connected: socket.socket) -> None:
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)
