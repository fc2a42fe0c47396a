"""The ledger: double entry for a quarter, and the two matrices economists print of it.

A payment is one number with a payer and a payee, so each row of the transaction matrix sums to zero; what can fail is
that a sector's recorded deposits do not move by what it was paid. Then the run stops and the row is named. Deposits are
claims on domestic banks; the rest of the world and foreign lenders have accounts there too (below zero: they owe).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from math import fsum, isfinite

import numpy as np
from numpy.typing import NDArray

Flow = tuple[str, str, str, float]
"""Payer, payee, what for, amount [mn USD of 2020]."""
ZONES, POWER, TREASURY = "zone authorities", "power companies", "treasury"
LENDERS, BANKS, HOUSEHOLDS, WORLD = "foreign lenders", "domestic banks", "households", "rest of the world"
CENTRAL_BANK = "central bank"
SECTORS = ("firms", "suppliers", HOUSEHOLDS, BANKS, CENTRAL_BANK, TREASURY, ZONES, POWER, LENDERS, WORLD)
"""Households stand for farms, services, landlords and builders too; the central bank's deposits are reserves abroad."""
TOLERANCE = 1e-9
"""Of the gross flow."""


class LedgerBreak(RuntimeError):
    """Money was made or lost; the message names the row and by how much."""


@dataclasses.dataclass(frozen=True)
class Matrix:
    """A table of money with named rows and columns; a plus is a receipt or an asset."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: NDArray[np.float64]

    def at(self, row: str, column: str) -> float:
        """One entry."""
        return float(self.values[self.rows.index(row), self.columns.index(column)])

    def text(self, digits: int = 1) -> str:
        """As economists print it, with a sum of each row and column."""
        body = np.column_stack((self.values, self.values.sum(axis=1)))
        body = np.vstack((body, body.sum(axis=0)))
        heads, names = (*self.columns, "sum"), (*self.rows, "sum")
        wide = max(len(name) for name in names)
        widths = [max(len(head), digits + 9) for head in heads]
        lines = [" " * wide + "".join(f"  {head:>{width}}" for head, width in zip(heads, widths, strict=True))]
        for name, entries in zip(names, body, strict=True):
            cells = (_cell(value, width, digits) for value, width in zip(entries, widths, strict=True))
            lines.append(f"{name:<{wide}}" + "".join(f"  {cell}" for cell in cells))
        return "\n".join(lines)


def _cell(value: float, width: int, digits: int) -> str:
    return " " * (width - 1) + "." if abs(value) < 0.5 * 10.0**-digits else f"{value:>{width},.{digits}f}"


class Ledger:
    """Collects the payments of one quarter."""

    def __init__(self, flows: Iterable[Flow] = ()) -> None:
        self.flows: list[Flow] = []
        for payer, payee, what, amount in flows:
            self.pay(payer, payee, what, amount)

    def pay(self, payer: str, payee: str, what: str, amount: float) -> None:
        """One payment; unknown sectors and amounts that are no numbers are refused at once."""
        if payer not in SECTORS or payee not in SECTORS:
            raise LedgerBreak(f"{what}: {payer} -> {payee} is between no sectors of the ledger")
        if not isfinite(amount):
            raise LedgerBreak(f"{what}: {payer} -> {payee} is {amount}")
        self.flows.append((payer, payee, what, float(amount)))

    @property
    def gross(self) -> float:
        """Sum of all payments without sign."""
        return fsum(abs(amount) for *_, amount in self.flows)

    def received(self, sector: str) -> float:
        """Net receipts of a sector."""
        into = fsum(amount for _, payee, _, amount in self.flows if payee == sector)
        return into - fsum(amount for payer, _, _, amount in self.flows if payer == sector)

    def transactions(self) -> Matrix:
        """The transaction-flow matrix: one row a purpose, one column a sector."""
        rows = tuple(dict.fromkeys(what for _, _, what, _ in self.flows))
        values = np.zeros((len(rows), len(SECTORS)))
        place, of = {row: n for n, row in enumerate(rows)}, {name: n for n, name in enumerate(SECTORS)}
        for payer, payee, what, amount in self.flows:
            values[place[what], of[payer]] -= amount
            values[place[what], of[payee]] += amount
        return Matrix(rows, SECTORS, values)

    def close(self, before: Mapping[str, float], after: Mapping[str, float]) -> Matrix:
        """The transaction matrix, after checking rows, columns, and each sector's deposits against its payments."""
        matrix, room = self.transactions(), TOLERANCE * max(self.gross, 1e-300)
        for row, gap in zip(matrix.rows, matrix.values.sum(axis=1).tolist(), strict=True):
            if abs(gap) > room:
                raise LedgerBreak(f"{row}: receipts less payments are {gap:.6g}, allowed {room:.3g}")
        for sector in after:
            moved, paid = after[sector] - before[sector], self.received(sector)
            if not abs(moved - paid) <= room:
                raise LedgerBreak(
                    f"{sector}: deposits moved by {moved:.9g} but payments sum to {paid:.9g}"
                    f" (gap {moved - paid:.3g}, allowed {room:.3g})"
                )
        return matrix


Claim = tuple[str, str, str, float]
"""Holder, issuer, instrument, amount [mn USD of 2020]."""


def balance_sheet(claims: Sequence[Claim], real: Sequence[tuple[str, str, float]] = ()) -> Matrix:
    """The balance-sheet matrix: instruments by sectors; financial rows sum to zero, columns too with net worth.

    `real` are assets without an issuer: holder, kind, amount; their sum is the nation's net worth.
    """
    rows = tuple(dict.fromkeys([what for _, _, what, _ in claims] + [what for _, what, _ in real]))
    values = np.zeros((len(rows) + 1, len(SECTORS)))
    place, of = {row: n for n, row in enumerate(rows)}, {name: n for n, name in enumerate(SECTORS)}
    for holder, issuer, what, amount in claims:
        values[place[what], of[holder]] += amount
        values[place[what], of[issuer]] -= amount
    for holder, what, amount in real:
        values[place[what], of[holder]] += amount
    values[-1] = -values[:-1].sum(axis=0)
    _check_balance(rows, values, {what for _, what, _ in real})
    return Matrix((*rows, "net worth"), SECTORS, values)


def _check_balance(rows: Sequence[str], values: NDArray[np.float64], real: set[str]) -> None:
    room = TOLERANCE * max(float(np.abs(values).sum()), 1e-300)
    for row, gap in zip(rows, values.sum(axis=1).tolist(), strict=False):
        if row not in real and not abs(gap) <= room:
            raise LedgerBreak(f"{row}: claims less debts are {gap:.6g}, allowed {room:.3g}")
