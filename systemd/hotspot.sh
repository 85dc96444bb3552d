#!/bin/sh
# A Wi-Fi of the station's own, for a gym without one: cablecoach-hotspot on | off | status.
# NetworkManager (Raspberry Pi OS since 2023) falls back to it where it finds no known network.
set -eu

connection=cablecoach-hotspot
device=${WIFI_DEVICE:-wlan0}

fail() {
    echo "cablecoach-hotspot: $*" >&2
    exit 2
}

password() { # letters and digits that nobody confuses on a phone
    LC_ALL=C tr -dc 'abcdefghjkmnpqrstuvwxyz23456789' </dev/urandom | head -c 12
}

set_country() { # Linux keeps Wi-Fi silent until it knows whose rules hold
    if command -v raspi-config >/dev/null; then
        raspi-config nonint do_wifi_country "$1"
    else
        iw reg set "$1"
    fi || fail "$1 is no country that this Wi-Fi knows; give two letters, such as DE."
}

known() {
    nmcli -t -f NAME connection show | grep -qx "$connection"
}

on() {
    if [ -n "${1:-}" ]; then set_country "$1"; fi
    if ! known; then
        nmcli connection add type wifi ifname "$device" con-name "$connection" \
            ssid "${SSID:-CableCoach-$(hostname)}" >/dev/null
        nmcli connection modify "$connection" 802-11-wireless.mode ap \
            802-11-wireless.band bg ipv4.method shared ipv6.method disabled \
            wifi-sec.key-mgmt wpa-psk wifi-sec.psk "$(password)" \
            connection.autoconnect yes connection.autoconnect-priority -10
    fi
    nmcli connection up "$connection" >/dev/null ||
        fail "The Wi-Fi did not start; set its country with: sudo raspi-config nonint do_wifi_country DE"
    status
}

status() {
    known || fail "There is no hotspot yet; make it with: sudo cablecoach-hotspot on"
    ssid=$(nmcli -g 802-11-wireless.ssid connection show "$connection")
    key=$(nmcli -s -g 802-11-wireless-security.psk connection show "$connection")
    echo "Wi-Fi:    $ssid"
    echo "Password: $key"
    echo "Page:     http://10.42.0.1:8000"
    segno=/opt/cablecoach/current/bin/segno
    [ ! -x "$segno" ] || "$segno" --compact "WIFI:T:WPA;S:$ssid;P:$key;;"
}

off() {
    if known; then nmcli connection delete "$connection" >/dev/null; fi
}

command -v nmcli >/dev/null || fail "NetworkManager is missing: sudo apt-get install network-manager"
case "${1:-}" in
    on) on "${2:-}" ;;
    off) off ;;
    status) status ;;
    *) fail "Say on, off or status; after on, a country code such as DE may follow." ;;
esac
