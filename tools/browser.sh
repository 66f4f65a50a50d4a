#!/bin/sh
# Chromium for the browser tests: takes what is there, installs it as root, says what to type otherwise.
set -eu
packages="chromium libatomic1"
line="apt-get install -y --no-install-recommends $packages"

for name in ${CHROMIUM:-} chromium chromium-browser google-chrome-stable google-chrome msedge; do
  if command -v "$name" >/dev/null; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Chromium wird installiert ..."
  # shellcheck disable=SC2086
  if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
  then exit 0
  fi
fi
echo "Für die Prüfungen im Browser fehlt Chromium: sudo $line" >&2
case "${CI:-}" in 1 | true | yes) exit 1 ;; esac
echo "Sie werden übersprungen." >&2
