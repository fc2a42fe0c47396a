"""Many runs, nothing lost and nothing twice: what is asked, who plays it, how it is kept.

parts.py      what is asked: scenario x point x replicate, and in which order
work.py       what a worker does: play runs, hand back records
crews.py      who works: processes of this machine, or a Dask cluster, both as an Executor
driver.py     hands out the work, and knows what to do when a worker dies
records.py    a finished run as one file with its manifest
store.py      the folder of an ensemble: its records, its tables, what made them
tables.py     the records of all runs as one table a name
"""
