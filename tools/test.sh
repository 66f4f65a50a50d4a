#!/usr/bin/env bash
# All tests, in two lines at once, since a server waits more than it works. The one: what is near the database on
# PostgreSQL, then the access table, the functional core and the house rules. The other: everything else on SQLite,
# browser included. What the first line says is printed when both are through.
set -uo pipefail
python=.venv/bin/python
said=$(mktemp)
trap 'rm -f "$said"' EXIT

{
  status=0
  QUERWERK_TEST_DATABASE=postgres $python -m pytest -q -m "not browser" tests/slices tests/spec tests/thread \
    --ignore tests/slices/trails/test_harmful_logs.py || status=1  # ten thousand broken files ask no database
  $python -m pytest -q tests/access tests/analysis tests/house || status=1
  exit $status
} >"$said" 2>&1 &
first=$!

status=0
$python -m pytest -q --ignore tests/access --ignore tests/analysis --ignore tests/house || status=1
wait $first || status=1
cat "$said"
exit $status
