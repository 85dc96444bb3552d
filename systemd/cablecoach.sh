#!/bin/sh
# The `cablecoach` command of an installed station. Root acts on the services' data, as the user
# that owns them; anybody else gets a data folder of their own.
set -eu

command=/opt/cablecoach/current/bin/cablecoach
[ "$(id -u)" -eq 0 ] || exec "$command" "$@"

case "${1:-}" in
    pair | token | server) user=cablecoach-server state=/var/lib/cablecoach-server ;;
    *) user=cablecoach-device state=/var/lib/cablecoach ;;
esac
groups=$(id -Gn "$user" | tr ' ' ',')
for hardware in gpio dialout; do
    [ "$user" = cablecoach-server ] || groups=$groups,$hardware
done
set -a
[ ! -r /etc/default/cablecoach ] || . /etc/default/cablecoach
set +a
export CABLECOACH_DATA_DIR=/var/lib/cablecoach CABLECOACH_RUNTIME_DIR=/run/cablecoach
export STATE_DIRECTORY=$state LG_WD=/run/cablecoach HOME=$state
umask 027
exec setpriv --reuid "$user" --regid cablecoach --groups "$groups" "$command" "$@"
