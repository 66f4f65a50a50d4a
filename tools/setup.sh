#!/bin/sh
# Makes .venv from requirements-dev.txt: every package with the hash written there. A second run does nothing.
set -eu
cd "$(dirname "$0")/.."
python=${PY:-python3}
venv=.venv

command -v "$python" >/dev/null || { echo "Es fehlt Python 3.11 oder neuer: sudo apt-get install -y python3 python3-venv" >&2; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "Querwerk braucht Python 3.11 oder neuer; hier ist $("$python" -V 2>&1). Ein neueres wählen: make $* PY=python3.12" >&2
  exit 1
}

if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
  rm -rf "$venv"
  "$python" -m venv "$venv" >/dev/null 2>&1 || {
    rm -rf "$venv"
    echo "Es fehlt das Paket für virtuelle Umgebungen: sudo apt-get install -y python3-venv" >&2
    exit 1
  }
fi

echo "Umgebung wird eingerichtet (einmalig, etwa eine halbe Minute) ..."
# uv alone first, out of the same list and with the same hashes; it then installs the rest several times as fast as pip.
awk '/^[^ ]/ { wanted = /^uv==/ } wanted' requirements-dev.txt > "$venv/uv.txt"
if "$venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r "$venv/uv.txt" 2>/dev/null &&
  UV_SYSTEM_CERTS=1 UV_PYTHON_DOWNLOADS=never "$venv/bin/uv" pip install -q --python "$venv/bin/python" \
    --require-hashes -r requirements-dev.txt
then :
else
  echo "Ohne uv, mit pip: das dauert etwas länger ..."
  awk '/^[^ ]/ { wanted = !/^uv==/ } wanted' requirements-dev.txt > "$venv/pip.txt"
  "$venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r "$venv/pip.txt"
fi
"$venv/bin/python" -m pip install -q --disable-pip-version-check --no-index --no-deps --no-build-isolation -e .
touch "$venv/.ok"
