#!/usr/bin/env bash
# All tests, in three lines at once, since tests wait more than they work: what is near the database on PostgreSQL and then
# the browser; the access table, the functional core and the house rules; everything else on SQLite, which is seen
# running. What the first two say is printed when all are through.
set -uo pipefail
python=.venv/bin/python
said=$(mktemp -d)
trap 'rm -rf "$said"' EXIT

# Tests start hundreds of processes; from compiled files each of them is up in half the time.
$python -m compileall -q -j 0 .venv/lib src tests tools

{
  QUERWERK_TEST_DATABASE=postgres $python -m pytest -q -m "not browser" tests/slices tests/spec tests/thread \
    --ignore tests/slices/trails/test_harmful_logs.py  # ten thousand files ask no database
  postgresql=$?
  $python -m pytest -q tests/browser && exit $postgresql
} >"$said/postgresql and browser" 2>&1 &
first=$!
$python -m pytest -q tests/access tests/analysis tests/house >"$said/access and core" 2>&1 &
second=$!

status=0
$python -m pytest -q --ignore tests/access --ignore tests/analysis --ignore tests/house --ignore tests/browser || status=1
wait $first || status=1
wait $second || status=1
for line in "$said"/*; do
  printf '\n== %s\n' "${line##*/}"
  cat "$line"
done
exit $status
