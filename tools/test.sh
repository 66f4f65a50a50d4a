#!/usr/bin/env bash
# All tests, in three lines at once, since tests wait more than they work: what is near the database on PostgreSQL; the
# access table, the functional core, the house rules and the browser; everything else on SQLite, which is seen running.
# What the first two say is printed when all are through.
set -uo pipefail
python=.venv/bin/python
said=$(mktemp -d)
trap 'rm -rf "$said"' EXIT

QUERWERK_TEST_DATABASE=postgres $python -m pytest -q -m "not browser" tests/slices tests/spec tests/thread \
  --ignore tests/slices/trails/test_harmful_logs.py >"$said/postgresql" 2>&1 &  # ten thousand files ask no database
postgresql=$!
$python -m pytest -q tests/access tests/analysis tests/house tests/browser >"$said/access and browser" 2>&1 &
access=$!

status=0
$python -m pytest -q --ignore tests/access --ignore tests/analysis --ignore tests/house --ignore tests/browser || status=1
wait $postgresql || status=1
wait $access || status=1
for line in "$said"/*; do
  printf '\n== %s\n' "${line##*/}"
  cat "$line"
done
exit $status
