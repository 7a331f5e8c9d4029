# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Decides where to build: here, where the distribution has the packages, or in a root file system of its own.

for part in step recipe packages root enter; do
    # shellcheck source=/dev/null
    . "$top/packaging/bootstrap/$part.sh"
done

# Returns when the caller runs where it can build; otherwise runs the same script there and exits with its code.
go_inside() {
    local wanted
    [ -z "${IGNITE_STUDIO_INSIDE:-}" ] || return 0
    [ -d "$PWD" ] || die "the folder you stand in, $PWD, is gone. Go to another one."
    mapfile -t wanted < <(wanted_packages)
    ! installed "${wanted[@]}" || return 0
    if ! use_root; then
        if has_packages; then
            locked "$cache/set-up.lock" install_missing "${wanted[@]}"
            return 0
        fi
        locked "$cache/set-up.lock" make_root
    fi
    refresh_certificates
    run_inside "$@"
}

# The host's certificates may have changed since the root was made.
refresh_certificates() {
    local bundle=/etc/ssl/certs/ca-certificates.crt
    if [ "$bundle" -nt "$root$bundle" ] && [ -w "$root$bundle" ]; then
        cp -L --preserve=timestamps "$bundle" "$root$bundle.new" && mv "$root$bundle.new" "$root$bundle"
    fi
}

# Runs a command inside and exits with its code. A terminal's Ctrl-C reaches the command by itself, and what it means is the
# command's business: a window closes, a shell goes on. Other signals are passed on; the second one ends everything.
run_inside() {
    local inner status=0 signal='' signals=0
    {
        trap '' INT QUIT # bwrap itself is to stay until the command has ended
        enter_root "$root" env --default-signal=INT,QUIT "$@"
    } <&0 &
    inner=$!
    trap 'signal=INT' INT
    trap 'signal=TERM' TERM
    trap 'signal=HUP' HUP
    wait "$inner" || status=$?
    while [ -n "$signal" ]; do
        if [ "$signal" != INT ]; then
            signals=$((signals + 1))
            pass_on "$signal" "$signals" "$inner"
        fi
        signal=''
        status=0
        wait "$inner" || status=$?
    done
    exit "$status"
}

pass_on() {
    local command
    # bwrap's child is the first process of the name space, and that one's child is the command.
    command=$(children "$(children "$3")")
    if [ "$2" -gt 1 ] || [ -z "$command" ]; then
        kill -TERM "$3" 2>/dev/null || true
    else
        kill -s "$1" "$command" 2>/dev/null || true
    fi
}

# The first child of a process.
children() {
    local child=''
    [ -z "$1" ] || read -r child _ 2>/dev/null <"/proc/$1/task/$1/children" || true
    printf '%s' "$child"
}
