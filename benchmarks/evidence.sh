#!/bin/sh
# The evidence of the money part: repayment scenarios against on_schedule over 50 paired seeds at 1:30 with the loop on
# and cut (an hour or two on two cores; run again it plays only what is missing), one headline pair at 1:1 (the longest
# single runs, a few GB), and the default's effect by channel. Markdown tables go to standard output, and with the
# figures of every run to results/evidence/.
#
#   benchmarks/evidence.sh                    all of it
#   benchmarks/evidence.sh --seeds 3          a first look
set -eu
cd "$(dirname "$0")/.."
PYTHON="${PYTHON:-.venv/bin/python}"
"$PYTHON" benchmarks/evidence.py "$@"
if [ "$#" -eq 0 ]; then
    "$PYTHON" benchmarks/evidence.py --seeds 1 --scale 1 --only default --loops on --workers 1 --out results/evidence/whole
    "$PYTHON" -m simulation channels repayment-default --base repayment-on_schedule --seeds 10 --scale 0.0333 \
        --out results/evidence/channels_of_default.csv
fi
