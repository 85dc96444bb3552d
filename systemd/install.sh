#!/bin/sh
# Installs CableCoach as two services, or removes it. Called by `make install` and `make uninstall`.
#
#   WIRING=bridge|direct  how the sensors are connected (bridge)
#   WHEELHOUSE=folder     install from wheels made by `make wheelhouse`, without a network
#   PURGE=1               uninstall removes training data and settings, too
#   DESTDIR=folder        install into a copy of the file system; starts nothing
set -eu

prefix=/opt/cablecoach
wiring=${WIRING:-bridge}
dest=${DESTDIR:-}
here=$(cd "$(dirname "$0")" && pwd)
source=$(dirname "$here")

# From this folder, to there.
files="
cablecoach-device.service  etc/systemd/system/cablecoach-device.service  644
cablecoach-server.service  etc/systemd/system/cablecoach-server.service  644
cablecoach.sysusers        etc/sysusers.d/cablecoach.conf                644
cablecoach.tmpfiles        etc/tmpfiles.d/cablecoach.conf                644
cablecoach.modules         etc/modules-load.d/cablecoach.conf            644
70-cablecoach.rules        etc/udev/rules.d/70-cablecoach.rules          644
cablecoach.avahi           etc/avahi/services/cablecoach.service         644
cablecoach.sh              usr/local/bin/cablecoach                      755
hotspot.sh                 usr/local/sbin/cablecoach-hotspot             755
"
services="cablecoach-device.service cablecoach-server.service"

fail() {
    echo "cablecoach: $*" >&2
    exit 2
}

live() { # whether this is the running system rather than a copy
    [ -z "$dest" ] && [ -d /run/systemd/system ]
}

# Direct wiring needs one of two packages that provide the same module RPi.GPIO, never both: the
# original reaches into the chip and knows no Pi 5, and finds no edges on kernels from 6.6 on.
extra() {
    [ "$wiring" = direct ] || return 0
    model=$(tr -d '\0' 2>/dev/null </proc/device-tree/model || true)
    case "$model" in
        *"Raspberry Pi 5"* | *"Compute Module 5"*) echo "[pi5]" && return ;;
    esac
    oldest=$(printf '%s\n6.6\n' "$(uname -r)" | sort -V | head -n 1)
    if [ "$oldest" = 6.6 ]; then echo "[pi5]"; else echo "[pi]"; fi
}

# Building leaves files behind; they would belong to root, and be packed the next time.
source_copy() {
    mkdir "$dest$new/source"
    for part in device server wiring pyproject.toml README.md LICENSE; do
        cp -R "$source/$part" "$dest$new/source/"
    done
    echo "$dest$new/source"
}

# A whole new environment beside the old one, then one rename: a power cut leaves either.
install_program() {
    [ -z "${WHEELHOUSE:-}" ] || [ -d "$WHEELHOUSE" ] ||
        fail "There is no folder $WHEELHOUSE; make it with: make wheelhouse"
    new=$prefix/venv-$(date +%s)-$$
    mkdir -p "$dest$prefix"
    trap 'rm -rf "$dest$new"' EXIT
    "${PYTHON:-python3}" -m venv "$dest$new" ||
        fail "Python's venv is missing; install it with: sudo apt-get install python3-venv"
    if [ -n "${WHEELHOUSE:-}" ]; then
        set -- --no-index --find-links "$WHEELHOUSE" "cablecoach$(extra)"
    else
        set -- "$(source_copy)$(extra)"
    fi
    "$dest$new/bin/python" -m pip install --quiet --disable-pip-version-check "$@" ||
        fail "The Python packages could not be installed; nothing was changed."
    rm -rf "$dest$new/source"
    sync
    ln -s "$(basename "$new")" "$dest$prefix/next"
    mv -T "$dest$prefix/next" "$dest$prefix/current"
    trap - EXIT
    for old in "$dest$prefix"/venv-*; do
        [ "$old" = "$dest$new" ] || rm -rf "$old"
    done
    mkdir -p "$dest$prefix/doc"
    install -m 644 "$source"/docs/*.md "$dest$prefix/doc/"
}

install_files() {
    echo "$files" | while read -r from to mode; do
        [ -z "$from" ] || install -D -m "$mode" "$here/$from" "$dest/$to"
    done
    default=$dest/etc/default/cablecoach
    if [ ! -e "$default" ]; then
        case "$wiring" in direct) kind=gpio ;; *) kind=serial ;; esac
        mkdir -p "$dest/etc/default"
        sed "s/@SOURCE@/$kind/" "$here/cablecoach.default" >"$default.new"
        mv "$default.new" "$default"
    fi
}

start_services() {
    systemd-sysusers /etc/sysusers.d/cablecoach.conf
    systemd-tmpfiles --create /etc/tmpfiles.d/cablecoach.conf
    for module in cdc_acm usbserial; do modprobe "$module" 2>/dev/null || true; done
    if command -v udevadm >/dev/null; then
        udevadm control --reload || true
        udevadm trigger --subsystem-match=tty --subsystem-match=gpio || true
    fi
    systemctl daemon-reload
    # shellcheck disable=SC2086
    systemctl enable --quiet $services
    # shellcheck disable=SC2086
    systemctl restart $services
    echo "CableCoach runs. Open http://$(hostname).local:8000 on the tablet;" \
        "\`sudo cablecoach pair\` shows the code that pairs it."
}

do_install() {
    case "$wiring" in
        bridge | direct) ;;
        *) fail "WIRING is bridge (a Pico on USB) or direct (sensors on the Pi's pins), not $wiring." ;;
    esac
    install_program
    install_files
    if live; then start_services; fi
}

do_uninstall() {
    # shellcheck disable=SC2086
    if live; then systemctl disable --quiet --now $services 2>/dev/null || true; fi
    echo "$files" | while read -r from to mode; do
        [ -z "$from" ] || rm -f "$dest/$to"
    done
    rm -rf "$dest${prefix:?}"
    if [ "${PURGE:-}" = 1 ]; then
        rm -rf "$dest/var/lib/cablecoach" "$dest/var/lib/cablecoach-server"
        rm -f "$dest/etc/default/cablecoach"
        if live; then
            for user in cablecoach-device cablecoach-server; do userdel "$user" || true; done
            groupdel cablecoach || true
        fi
    else
        echo "Training data stay in /var/lib/cablecoach; PURGE=1 removes them, too."
    fi
    if live; then systemctl daemon-reload; fi
}

[ -n "$dest" ] || [ "$(id -u)" -eq 0 ] || fail "This needs root; call it with sudo."
case "${1:-}" in
    install) do_install ;;
    uninstall) do_uninstall ;;
    *) fail "Say install or uninstall." ;;
esac
