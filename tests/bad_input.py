"""What people and programs send that nobody expects; the same for pages, files and commands."""

HOSTILE = [
    "", " ", "\x00", "a\x00b", "0", "-1", "1", "999999", str(2**31), str(2**63), "9" * 400, "1e999", "NaN", "-Infinity",
    "0x10", "1,5", "１２", "²", "٣", "99999-99-99", "2026-02-31", "31.02.2026", "01.01.0001", "31.12.9999", "9999-12-31", "0001-01-01",
    "2026", "26.11", "on", "true", "null", "[]", '{"a": [1]}', "[[[[1]]]]", "all", "xlsx", "abc", "Я" * 100_000, "a b " * 20_000,
    "<script>alert(1)</script>", "' OR 1=1 --", "%s %d {0} {{x}} {%y%}", "../../../etc/passwd", "//example.org/x", "javascript:1",
    "\r\nSet-Cookie: a=b", "\u202e\u200b\ufeff", "é\u0301" * 50, "👩‍👩‍👧‍👦", "\ud800", "\udfff1", "\\", "*", "?", "#", "&=&", "\t\n",
]  # fmt: skip
