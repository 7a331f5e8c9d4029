# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Long commands: their progress is seen, their failure is told with the way out, and they end with the script, however that ends.

# step NAME COMMAND… runs a command with its output in a log. What takes less than half a second is not mentioned. In a terminal
# the newest line of the log is shown meanwhile, elsewhere every half a minute.
step() {
    local name=$1 begin log ticks=0 on_tick=show_progress
    shift
    need_folder "$logs"
    log=$logs/$(printf '%s' "$name" | tr -cs 'A-Za-z0-9' '-').log
    : 2>/dev/null >"$log" || die "cannot write to $log. Remove it, and call again."
    begin=$(milliseconds)
    supervised logged "$log" "$@"
    end_progress $(($(milliseconds) - begin))
    [ "$supervised_status" -eq 0 ] || fail_step "$name" "$supervised_status" "$log"
}

logged() {
    local log=$1
    shift
    "$@" >"$log" 2>&1
}

milliseconds() { printf '%s' $((${EPOCHREALTIME/[.,]/} / 1000)); }

# Both read the variables of step. Called every half a second; called once at the end.
show_progress() {
    ticks=$((ticks + 1))
    local width
    if [ -t 2 ]; then
        width=$(stty size <&2 2>/dev/null | cut -d' ' -f2) || true
        [ "${width:-0}" -gt 0 ] || width=80
        printf '\r\033[K· %s … %s' "$name" "$(newest_line $((width - ${#name} - 6)))" >&2
    elif [ "$ticks" -eq 1 ]; then
        say "· $name …"
    elif [ $((ticks % 60)) -eq 0 ]; then
        say "    after $((ticks / 2)) s: $(newest_line 120)"
    fi
}

newest_line() {
    [ "$1" -gt 0 ] || return 0
    tail -n 1 "$log" 2>/dev/null | tr -cd '[:print:]' | cut -c "1-$1" || true
}

end_progress() {
    local line
    line="· $name … $(($1 / 1000)) s"
    [ "$supervised_status" -eq 0 ] || line="· $name … failed"
    if [ "$1" -ge 500 ] || [ "$supervised_status" -ne 0 ]; then
        [ ! -t 2 ] || printf '\r\033[K' >&2
        say "$line"
    fi
}

fail_step() {
    tail -n 25 "$3" >&2 || true
    die "“$1” failed (exit $2). $(way_out "$3") The whole log is in $3. What was finished is kept: call again when the cause is gone."
}

# What a person can do about a failure, as far as its log tells; on a full disk that may be empty itself.
way_out() {
    if grep -qiE "no space left on device|disk quota exceeded|(not|don't have) enough free space" "$1" || [ "$(free_space "$(dirname "$1")")" -lt 2 ]; then
        printf 'The disk is full: make room, or set XDG_CACHE_HOME to a folder on another disk (now %s).' "$cache"
    elif grep -qiE 'could not get lock' "$1"; then
        printf 'Another program is installing packages: wait until it has finished.'
    elif grep -qiE 'spurious network error|failed to (download|query|get) .*(registry|source|crate|dependency|https?:)|download of .* failed' "$1"; then
        printf 'Cargo cannot get crates: see whether “cargo search serde” works on this machine, and which proxy ~/.cargo/config.toml names.'
    elif grep -qiE '(could not|temporary failure) resolv|(could not|unable to) connect|connection (failed|refused|timed out|reset)|failed to fetch|does not have a release file|network is unreachable' "$1"; then
        printf 'The package mirror does not answer, or lacks a file: see whether “apt-get update” works on this machine.'
    else
        printf 'Its last lines stand above.'
    fi
}

# supervised COMMAND…: runs it in a process group of its own and leaves its exit code in `supervised_status`. A signal to this
# script ends the group first, then the script; a guard ends the group where the script is killed outright. $on_tick, if set, is
# called by the guard every half a second.
supervised() {
    local group guard signal=''
    supervised_status=0
    set -m # gives each of the two a group of its own: what hits the script's group (Ctrl-C, timeout) does not hit the guard
    "$@" </dev/null &
    group=$!
    coproc GUARD { guard_group "$group"; }
    guard=$GUARD_PID
    set +m
    trap 'signal=INT' INT
    trap 'signal=TERM' TERM
    trap 'signal=HUP' HUP
    wait "$group" || supervised_status=$?
    [ -z "$signal" ] || end_group "$group"
    { echo ended >&"${GUARD[1]}"; } 2>/dev/null || true
    wait "$guard" 2>/dev/null || true
    trap - INT TERM HUP
    [ -z "$signal" ] || stop_at "$signal"
}

stop_at() {
    say ""
    say "interrupted: what was finished is kept."
    exit $((128 + $(kill -l "$1")))
}

# Reads the script's end of a pipe, which no other process holds: it closes when the script is gone.
guard_group() {
    trap '' INT TERM HUP TTOU
    local code
    while :; do
        code=0
        read -r -t 0.5 || code=$?
        [ "$code" -ne 0 ] || return 0 # the group has ended
        [ "$code" -gt 128 ] || break  # not the time either: the script is gone
        ${on_tick:-:}
    done
    end_group "$1"
}

end_group() {
    local _
    kill -TERM -- "-$1" 2>/dev/null || return 0
    for _ in {1..50}; do
        kill -0 -- "-$1" 2>/dev/null || return 0
        sleep 0.1
    done
    kill -KILL -- "-$1" 2>/dev/null || true
}
