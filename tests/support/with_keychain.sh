#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a command with a bus and an unlocked keychain of its own, which end with it and touch nothing of the person's.
set -euo pipefail
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -m 700 "$home/run"
export XDG_RUNTIME_DIR=$home/run STUDIO_TEST_KEYCHAIN=1
unset DBUS_SESSION_BUS_ADDRESS GNOME_KEYRING_CONTROL
# Its own bus starts no service by itself, neither this keychain nor the desktop's.
cat >"$home/bus.conf" <<CONF
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir=$home/run</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
CONF
# shellcheck disable=SC2016
dbus-run-session --config-file="$home/bus.conf" -- bash -c '
    home=$1; shift
    # The keychain keeps its file here; what is tested has its own folders.
    printf test | XDG_DATA_HOME="$home/data" gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>"$home/keyring.log" &
    keyring=$!
    trap "kill $keyring 2>/dev/null || true; wait $keyring 2>/dev/null || true" EXIT
    for _ in {1..200}; do
        dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets 2>/dev/null | grep -q "boolean true" && break
        kill -0 $keyring || { cat "$home/keyring.log" >&2; exit 1; }
        sleep 0.05
    done
    "$@"
' _ "$home" "$@"
