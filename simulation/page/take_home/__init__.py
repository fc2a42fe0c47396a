"""What students take home: recorded runs in one file that needs nothing else."""
