"""Where a key stands in a TOML text: a small scanner beside tomllib, which tells no lines for what it parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

Path = tuple[str, ...]
"""A dotted key, part by part; elements of arrays are numbered."""

TOKEN = re.compile(
    r'(?P<string>"""(?:[^\\]|\\.)*?(?:"""(?!")|\Z)|\'\'\'.*?(?:\'\'\'(?!\')|\Z)'
    r'|"(?:[^"\\\n]|\\.)*(?:"|(?=\n)|\Z)|\'[^\'\n]*(?:\'|(?=\n)|\Z))'
    r"|(?P<comment>\#[^\n]*)|(?P<newline>\n)|(?P<mark>[\[\]{}=,.])|(?P<word>[^\s\[\]{}=,.\"'#]+)|(?P<space>[^\S\n]+)",
    re.DOTALL,
)
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})|\\(.)")
NESTING_ALLOWED = 32
PARTS_ALLOWED = 32


class Token(NamedTuple):
    """A piece of the text: `kind` is string, newline, mark or word."""

    kind: str
    text: str
    line: int


def tokens(text: str) -> Iterator[Token]:
    """The pieces of a TOML text with their lines; comments and spaces are left out."""
    line = 1
    for match in TOKEN.finditer(text):
        kind = str(match.lastgroup)
        if kind not in ("comment", "space"):
            yield Token(kind, match[0], line)
        line += match[0].count("\n")


def too_deep(text: str) -> int | None:
    """The line where brackets nest, or a key has parts, beyond what is allowed (tomllib is quadratic in both)."""
    depth = dots = 0
    for token in tokens(text):
        depth += (token.text in ("[", "{")) - (token.text in ("]", "}"))
        dots = dots + 1 if token.text == "." else (0 if token.text in ("=", ",", "\n", "[", "]", "{", "}") else dots)
        if depth > NESTING_ALLOWED or dots >= PARTS_ALLOWED:
            return token.line
    return None


class Cursor:
    """A place in the tokens of a text that tomllib has accepted, and the lines found so far."""

    def __init__(self, text: str) -> None:
        self.tokens = [*tokens(text), Token("newline", "\n", text.count("\n") + 1), Token("end", "", 0)]
        self.at = 0
        self.lines: dict[Path, int] = {}

    @property
    def here(self) -> Token:
        """The token under the cursor."""
        return self.tokens[self.at]

    def step(self) -> Token:
        """The token under the cursor, which is left behind."""
        self.at = min(self.at + 1, len(self.tokens) - 1)
        return self.tokens[self.at - 1]

    def skip_newlines(self) -> None:
        """Go to the next token that is not an end of line."""
        while self.here.kind == "newline":
            self.step()


def lines_of(text: str) -> dict[Path, int]:
    """Line of every table, key and array element of a valid TOML text; a table's line is the first that names it."""
    cursor = Cursor(text)
    table: Path = ()
    counts: dict[Path, int] = {}
    cursor.skip_newlines()
    while cursor.here.kind != "end":
        if cursor.here.text == "[":
            table = _header(cursor, counts)
        else:
            _statement(cursor, table)
        cursor.skip_newlines()
    return cursor.lines


def _header(cursor: Cursor, counts: dict[Path, int]) -> Path:
    """`[a.b]` or `[[a.b]]`: the path it opens."""
    line = cursor.step().line
    many = cursor.here.text == "["
    if many:
        cursor.step()
    path = _key(cursor, "]")
    if many:
        cursor.step()
        number = counts[path] = counts.get(path, -1) + 1
        path = (*path, str(number))
    _note(cursor, (), path, line)
    return path


def _statement(cursor: Cursor, table: Path) -> None:
    """`key = value`, in a table or in braces."""
    line = cursor.here.line
    path = (*table, *_key(cursor, "="))
    _note(cursor, table, path, line)
    _value(cursor, path)


def _key(cursor: Cursor, end: str) -> Path:
    parts: list[str] = []
    while cursor.here.text != end and cursor.here.kind != "end":
        token = cursor.step()
        if token.text != ".":
            parts.append(_plain(token.text))
    cursor.step()
    return tuple(parts)


def _value(cursor: Cursor, path: Path) -> None:
    if cursor.here.text == "{":
        _braced(cursor, path)
    elif cursor.here.text == "[":
        _listed(cursor, path)
    else:
        while cursor.here.kind not in ("newline", "end") and cursor.here.text not in (",", "]", "}"):
            cursor.step()


def _braced(cursor: Cursor, path: Path) -> None:
    cursor.step()
    while cursor.here.text != "}" and cursor.here.kind != "end":
        if cursor.here.text == "," or cursor.here.kind == "newline":
            cursor.step()
        else:
            _statement(cursor, path)
    cursor.step()


def _listed(cursor: Cursor, path: Path) -> None:
    cursor.step()
    number = 0
    while cursor.here.text != "]" and cursor.here.kind != "end":
        if cursor.here.text == "," or cursor.here.kind == "newline":
            cursor.step()
        else:
            cursor.lines.setdefault((*path, str(number)), cursor.here.line)
            _value(cursor, (*path, str(number)))
            number += 1
    cursor.step()


def _note(cursor: Cursor, table: Path, path: Path, line: int) -> None:
    for length in range(len(table) + 1, len(path) + 1):
        cursor.lines.setdefault(path[:length], line)


def _plain(part: str) -> str:
    """A part of a key without its quotes and escapes."""
    if part.startswith("'"):
        return part[1:-1]
    if part.startswith('"'):
        return ESCAPED.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else m[3], part[1:-1])
    return part
