#!/bin/sh
# Collects CableCoach and all it needs as wheels, for `make install WHEELHOUSE=…` without a network.
#
#   WHEELHOUSE=folder     where to (wheelhouse)
#   WIRING=bridge|direct  as in install.sh
#   PLATFORM=tag          another machine's, such as manylinux_2_34_aarch64; otherwise this one's
#   PYTHON_VERSION=3.13   the other machine's Python
set -eu

source=$(cd "$(dirname "$0")/.." && pwd)
folder=${WHEELHOUSE:-wheelhouse}
extra=
[ "${WIRING:-bridge}" = bridge ] || extra="[pi5]"

mkdir -p "$folder"
rm -rf "$source/build" # setuptools would pack what an earlier build left there
pip() { "${PYTHON:-python3}" -m pip --disable-pip-version-check "$@"; }
if [ -n "${PLATFORM:-}" ]; then
    pip wheel --quiet --no-deps --wheel-dir "$folder" "$source"
    pip download --quiet --only-binary=:all: --dest "$folder" --find-links "$folder" \
        --platform "$PLATFORM" --python-version "${PYTHON_VERSION:-3.11}" "cablecoach$extra"
else
    pip wheel --quiet --wheel-dir "$folder" "$source$extra"
fi
echo "$(find "$folder" -name '*.whl' | wc -l) wheels are in $folder; take it along and call:" \
    "sudo make install WHEELHOUSE=$folder"
