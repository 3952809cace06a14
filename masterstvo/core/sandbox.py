"""Running a parser of strangers' files in a process of its own, with limits on time and memory.

It keeps the server alive, it is no jail: the child still has the rights of the server's user. Where the system knows no
resource limits (Windows), the time limit alone holds.
"""

import os
import pickle
import subprocess
import sys
import traceback
from collections.abc import Callable
from typing import Any, TypeVar

import django
from django.conf import settings
from django.core.exceptions import AppRegistryNotReady

from masterstvo.core.errors import DomainError

Result = TypeVar("Result")

TOO_LONG = (
    "Файл слишком сложен: прочитать его за отведённое время не удалось. Оставьте в нём только нужные таблицы."
)
TOO_LARGE = "Файл слишком велик для чтения: уберите из него рисунки, вложения и лишние листы."
BROKEN = "Файл прочитать не удалось: откройте его в своей программе, сохраните заново и загрузите ещё раз."


class CannotRead(DomainError):
    """The parser took too long, too much memory, or broke."""


def run_limited(
    function: Callable[..., Result], *arguments: Any, seconds: int = 30, megabytes: int = 1024, **options: Any
) -> Result:
    """Return ``function(*arguments, **options)`` computed in a limited process; ``function`` stands at the top of a module.

    Units: seconds of wall clock and of processor, megabytes of address space.
    Raises: CannotRead, and whatever DomainError the function raises.
    """
    if not settings.LIMIT_PARSERS:
        return function(*arguments, **options)
    given = pickle.dumps((arguments, options))  # apart: it may name classes that need Django set up
    asked = pickle.dumps((seconds, megabytes, function.__module__, function.__qualname__, given))
    try:
        child = subprocess.run(
            [sys.executable, "-B", "-c", "from masterstvo.core.sandbox import _child; _child()"],
            input=asked,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    except subprocess.TimeoutExpired as error:
        raise CannotRead(TOO_LONG) from error
    if child.returncode != 0:
        raise CannotRead(_said(child.returncode)) from RuntimeError(
            child.stderr.decode(errors="replace")[-2000:]
        )
    answer, value = pickle.loads(child.stdout)  # noqa: S301 -- written by our own code in the child
    if answer == "refused":
        raise value
    return value


def _said(code: int) -> str:
    """Return the sentence for a child that died: the kernel ends it for time, the allocator for memory."""
    import signal  # noqa: PLC0415 -- names of signals differ between systems

    if code == -getattr(signal, "SIGXCPU", 0):
        return TOO_LONG
    memory = (-getattr(signal, "SIGKILL", 0), -signal.SIGABRT, -signal.SIGSEGV, OUT_OF_MEMORY)
    return TOO_LARGE if code in memory else BROKEN


OUT_OF_MEMORY = 77  # the child's exit code


def _child() -> None:
    seconds, megabytes, module, name, given = pickle.load(sys.stdin.buffer)  # noqa: S301 -- from our parent
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # a parser that prints must not spoil the answer
    _limit(seconds, megabytes)
    try:
        function = _found(module, name)
        arguments, options = pickle.loads(given)  # noqa: S301 -- from our parent
        answer = pickle.dumps(("done", function(*arguments, **options)))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except DomainError as refusal:
        answer = pickle.dumps(("refused", refusal.with_traceback(None)))
    except Exception:
        traceback.print_exc()
        os._exit(1)
    answers.write(answer)
    answers.flush()
    os._exit(0)


def _found(module: str, name: str) -> Callable[..., Any]:
    """Return the function; one that stands near tables needs Django set up, which the others are spared."""
    try:
        return getattr(__import__(module, fromlist=[name]), name)
    except AppRegistryNotReady:
        django.setup()
        return getattr(__import__(module, fromlist=[name]), name)


def _limit(seconds: int, megabytes: int) -> None:
    """Limit this process: processor, memory, no files written, no core dump."""
    try:
        import resource  # noqa: PLC0415 -- not on every system
    except ImportError:
        return
    for which, limit in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, megabytes * 2**20),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(which, (limit, limit))
