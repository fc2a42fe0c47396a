"""Short names for pictures, where there is little room."""

from __future__ import annotations

ZONE_NAMES = {
    "rashakai": "Rashakai",
    "allama_iqbal": "Allama Iqbal",
    "dhabeji": "Dhabeji",
    "bostan": "Bostan",
    "ict_model": "Islamabad",
    "moqpondass": "Moqpondass",
    "mirpur": "Mirpur",
    "mohmand_marble": "Mohmand",
    "port_qasim_kip": "Karachi park",
}
"""What the nine CPEC zones are called where there is little room."""


LENDER_NAMES = {"Chinese banks to Chinese energy companies": "Banks, to power companies"}
"""Lenders whose names are too long for a picture."""


def name_of(key: str) -> str:
    """A zone's or lender's short name; else the words of a key, or the name as it is."""
    if short := ZONE_NAMES.get(key) or LENDER_NAMES.get(key):
        return short
    return key.replace("_", " ").capitalize() if key.islower() else key
