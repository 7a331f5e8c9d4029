# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What every part of the set-up uses: where things are, how progress is said, how a failure is said.

set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
cache=${STUDIO_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/ignite-studio}
logs=$cache/logs

# Progress goes to stderr: stdout belongs to what was asked for.
say() { printf '%s\n' "$*" >&2; }

die() {
    say "error: $*"
    exit 1
}

# step NAME COMMAND… runs a command with its output in a log, and says what it does, how long it took and, where it fails, how it
# failed and what to do. In a terminal the newest line of the log is shown meanwhile.
step() {
    local name=$1 begin=$SECONDS pid watcher='' status=0 log
    shift
    mkdir -p "$logs" || die "cannot make the folder $logs. Set XDG_CACHE_HOME to one that can be written."
    log=$logs/$(printf '%s' "$name" | tr -c 'A-Za-z0-9' '-').log
    printf '· %s …' "$name" >&2
    "$@" >"$log" 2>&1 </dev/null &
    pid=$!
    if [ -t 2 ]; then
        watch_log "$name" "$log" &
        watcher=$!
    fi
    wait "$pid" || status=$?
    if [ -n "$watcher" ]; then
        kill "$watcher" 2>/dev/null || true
        wait "$watcher" 2>/dev/null || true
        printf '\r\033[K· %s …' "$name" >&2
    fi
    if [ "$status" -ne 0 ]; then
        printf ' failed\n' >&2
        tail -n 25 "$log" >&2 || true
        die "“$name” failed (exit $status). The whole log is in $log. Call again when the cause is gone: what was finished is kept."
    fi
    printf ' %d s\n' $((SECONDS - begin)) >&2
}

watch_log() {
    local line
    while sleep 0.5; do
        line=$(tail -n 1 "$2" 2>/dev/null | tr -cd '[:print:]' | cut -c "1-$((${COLUMNS:-80} - ${#1} - 8))")
        printf '\r\033[K· %s … %s' "$1" "$line" >&2
    done
}

# The names in a package list.
names_in() { grep -v -e '^#' -e '^$' "$1"; }

# locked FILE COMMAND…: one at a time. The lock goes with the process, however that ends.
locked() {
    local file=$1
    shift
    mkdir -p "$(dirname "$file")" || die "cannot make the folder $(dirname "$file")."
    exec 9>"$file"
    if ! flock -n 9; then
        say "· waiting for another set-up that is under way"
        flock 9
    fi
    "$@"
    exec 9>&-
}
