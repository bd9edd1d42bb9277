#!/usr/bin/env bash
# Sets the clients up and hands them our exports. All of them: run.sh CLAIMDESK. The small ones, for .ci/run: run.sh CLAIMDESK --quick.
# Where the packages cannot be had it says so and ends well: what cannot be asked has not failed.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "$1")
shift
folder=${CLIENTS_FOLDER:-${TMPDIR:-/tmp}/claimdesk-clients}
mkdir -p "$folder"
list=requirements.txt
[[ "${1:-}" == --quick ]] && list=requirements-quick.txt
if [[ ! -x "$folder/venv/bin/python" ]] && ! python3 -m venv "$folder/venv"; then
  echo 'The clients were not asked: Python cannot make a virtual environment here.'
  exit 0
fi
if ! timeout 240 "$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$here/$list"; then
  echo 'The clients were not asked: their packages cannot be had.'
  exit 0
fi
npm_folder=()
if [[ "$list" == requirements.txt ]] && command -v npm >/dev/null; then
  mkdir -p "$folder/npm"
  if (cd "$folder/npm" && npm install --silent --no-audit --no-fund puppeteer-core @recogito/text-annotator >/dev/null 2>&1); then
    npm_folder=(--npm "$folder/npm")
  fi
fi
exec timeout "${CLIENTS_TIME:-900}" "$folder/venv/bin/python" "$here/run.py" "$program" "$@" "${npm_folder[@]}"
