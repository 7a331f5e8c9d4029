# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What every part of the set-up uses: where things are, how something is said, one at a time.

set -euo pipefail
unset CDPATH

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)

# Progress goes to stderr: stdout belongs to what was asked for.
say() { printf '%s\n' "$*" >&2; }

die() {
    say "error: $*"
    exit 1
}

# Sets `cache`, the folder for what is made once, and HOME where the caller has none: the programs that run here need one.
locate_cache() {
    if [ -z "${HOME:-}" ]; then
        HOME=$(getent passwd "$(id -u)" | cut -d: -f6) || true
        export HOME=${HOME:-/}
    fi
    local base=${XDG_CACHE_HOME:-}
    [[ $base == /* ]] || base=$HOME/.cache # a relative one is to be ignored, says the XDG specification
    cache=${STUDIO_CACHE:-$base/ignite-studio}
    [[ $cache == /* ]] || cache=$PWD/$cache
    logs=$cache/logs
}
locate_cache

need_folder() {
    if ! { mkdir -p "$1" && [ -w "$1" ]; } 2>/dev/null; then
        die "cannot write to the folder $1. Give it to $(caller_name), or set XDG_CACHE_HOME to a folder of your own."
    fi
}

# The caller's name, or number where it has no name.
caller_name() { id -un 2>/dev/null || true; }

# What is free on the disk of a folder, in MB.
free_space() { df -Pk "$1" | awk 'NR == 2 { free = int($4 / 1024) } END { print free + 0 }'; }

# The names in a package list.
names_in() { grep -v -e '^#' -e '^$' "$1"; }

# locked FILE COMMAND…: one at a time. What the command starts inherits the lock, so that no other call comes in while a part of it
# still runs; it goes with the last of these processes, however they end.
locked() {
    local file=$1
    shift
    need_folder "$(dirname "$file")"
    : 2>/dev/null >>"$file" || die "cannot write to $file. Give it to $(caller_name)."
    exec 9>>"$file"
    if ! flock -n 9; then
        say "· waiting for another call that is setting up or building"
        flock 9
    fi
    "$@"
    exec 9>&-
}
