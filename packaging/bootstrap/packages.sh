# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Packages of the distribution.

rust=1.93 # the platform's

# Whether all of these are.
installed() {
    local states
    # It fails where it does not know one of them.
    states=$(dpkg-query -W -f '${db:Status-Status}\n' "$@" 2>/dev/null) && ! grep -qv '^installed$' <<<"$states"
}

# What building here takes: the packages, and a Rust unless the caller has one that will do, from rustup or otherwise.
wanted_packages() {
    names_in "$top/packaging/bootstrap/packages.txt"
    has_rust || names_in "$top/packaging/bootstrap/rust-packages.txt"
}

has_rust() {
    local version
    version=$(PATH=$PATH:${CARGO_HOME:-$HOME/.cargo}/bin rustc --version 2>/dev/null | cut -d' ' -f2) || return 1
    at_least "$version" "$rust"
}

at_least() { printf '%s\n' "$2" "$1" | sort -C -V; }

# Whether the distribution has all of it, new enough.
has_packages() {
    command -v apt-cache >/dev/null || return 1
    local candidates version
    candidates=$(count_candidates)
    if [ "$candidates" -eq 0 ] && [ "$(id -u)" -eq 0 ]; then # a container's image comes without an index
        step "Update the package index" apt-get update
        candidates=$(count_candidates)
    fi
    [ "$candidates" -eq 4 ] || return 1
    has_rust && return
    version=$(apt-cache policy rustc 2>/dev/null | sed -n 's/.*Candidate: //p')
    at_least "${version:-0}" "$rust"
}

count_candidates() {
    apt-cache policy libkf6syntaxhighlighting-dev qcoro-qt6-dev libqscintilla2-qt6-dev libarchive-dev 2>/dev/null |
        grep -c 'Candidate: [^(]' || true
}

# install_missing NAME…: the Debian packages of these that are not there.
install_missing() {
    local missing=() name
    for name in "$@"; do
        installed "$name" || missing+=("$name")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    [ "$(id -u)" -eq 0 ] ||
        die "packages are missing. Install them with “sudo apt-get install ${missing[*]}”, or work in a container: $(container_command)"
    install "${missing[@]}"
}

install() {
    # What an installation that was killed left half done.
    if [ -n "$(ls -A /var/lib/dpkg/updates 2>/dev/null)" ]; then
        step "Finish an interrupted installation" env DEBIAN_FRONTEND=noninteractive dpkg --configure -a
    fi
    step "Update the package index" apt-get update
    step "Install packages" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"
}
