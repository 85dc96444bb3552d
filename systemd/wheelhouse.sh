#!/bin/sh
# Collects CableCoach and all it needs as wheels, for `make install WHEELHOUSE=…` without a network.
#
#   WHEELHOUSE=folder     where to (wheelhouse)
#   WIRING=bridge|direct  as in install.sh
#   ARCH=aarch64          for another machine: a Raspberry Pi's 64-bit system
#   PYTHON_VERSION=3.13   that machine's Python (3.11)
set -eu

source=$(cd "$(dirname "$0")/.." && pwd)
folder=${WHEELHOUSE:-wheelhouse}
extra=
[ "${WIRING:-bridge}" = bridge ] || extra="[pi5]"

fail() {
    echo "cablecoach: $*" >&2
    exit 2
}

mkdir -p "$folder"
copy=$(mktemp -d) # building leaves files behind, which would be packed the next time
trap 'rm -rf "$copy"' EXIT
for part in device server wiring pyproject.toml README.md LICENSE; do
    cp -R "$source/$part" "$copy/"
done
pip() { "${PYTHON:-python3}" -m pip --disable-pip-version-check "$@"; }
if [ -n "${ARCH:-}" ]; then
    pip wheel --quiet --no-deps --wheel-dir "$folder" "$copy"
    set -- --platform "manylinux2014_$ARCH"
    for glibc in $(seq 17 36); do # Bookworm has 2.36
        set -- --platform "manylinux_2_${glibc}_$ARCH" "$@"
    done
    pip download --quiet --only-binary=:all: --dest "$folder" --find-links "$folder" \
        --python-version "${PYTHON_VERSION:-3.11}" "$@" "cablecoach$extra" ||
        fail "Not every package has a ready wheel for it; make the wheelhouse on such a machine."
else
    pip wheel --quiet --wheel-dir "$folder" "$copy$extra"
fi
echo "$(find "$folder" -name '*.whl' | wc -l) wheels are in $folder; take it along and call:" \
    "sudo make install WHEELHOUSE=$folder"
