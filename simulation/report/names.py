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


def name_of(key: str) -> str:
    """A zone's short name; else the words of a key, or the name as it is."""
    if key in ZONE_NAMES:
        return ZONE_NAMES[key]
    return key.replace("_", " ").capitalize() if key.islower() else key
