"""Power companies: plants, capacity payments, receivables, and what they do to reliability and tariff."""
