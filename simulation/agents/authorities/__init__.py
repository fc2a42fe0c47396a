"""Zone authorities: they develop, promote and run one zone each; few and rich, in plain Python."""
