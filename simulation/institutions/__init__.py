"""Institutions: zone authorities, power companies and the government draw, serve, pay and repay."""
