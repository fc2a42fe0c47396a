"""A COUNTRY: what its folder of seeds says of it, as one value that is handed on; no other room knows its name."""
