# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Decides where to build: here, where the distribution has the packages, or in a root file system of its own.

has_packages() {
    command -v apt-cache >/dev/null || return 1
    local names
    names=$(apt-cache policy libkf6syntaxhighlighting-dev qcoro-qt6-dev libqscintilla2-qt6-dev libarchive-dev 2>/dev/null)
    [ "$(grep -c 'Candidate: [^(]' <<<"$names")" -eq 4 ]
}

# install_missing NAME…: the Debian packages of these that are not there.
install_missing() {
    local missing=() name
    for name in "$@"; do
        dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' || missing+=("$name")
    done
    [ ${#missing[@]} -eq 0 ] && return
    [ "$(id -u)" -eq 0 ] || die "packages are missing. Install them with: sudo apt-get install ${missing[*]}"
    step "Update the package index" apt-get update
    step "Install packages" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
}

# Returns when the caller runs where it can build; otherwise runs the same script there and exits with its code.
go_inside() {
    local script=$1
    shift
    [ -z "${IGNITE_STUDIO_INSIDE:-}" ] || return 0
    if has_packages; then
        local wanted
        mapfile -t wanted < <(names_in "$top/packaging/bootstrap/packages.txt")
        # A Rust of the user's own is kept.
        PATH=$PATH:$HOME/.cargo/bin command -v cargo >/dev/null || wanted+=(rustc cargo rustfmt rust-clippy)
        locked "$cache/set-up.lock" install_missing "${wanted[@]}"
        return 0
    fi
    locked "$cache/set-up.lock" make_root
    local status=0
    enter_root "$(root_path)" "$script" "$@" || status=$?
    exit "$status"
}
