"""The server's log: what broke and where, never whose data it broke on."""

import logging
import traceback


class NamelessFormatter(logging.Formatter):
    """Writes an exception by its type and the lines of code; its text may quote a row, as PostgreSQL's do."""

    def formatException(self, ei) -> str:
        parts: list[str] = []
        error, seen = ei[1], set()
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            kind = type(error)
            parts.append(
                "".join(traceback.format_tb(error.__traceback__)) + f"{kind.__module__}.{kind.__qualname__}"
            )
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n\nwhich came of\n\n".join(parts)
