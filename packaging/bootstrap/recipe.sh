# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What goes into the root file system: Debian 13, with Rust and CMake from its backports. A change here, in backports.pref or in one of the
# package lists makes a new one.

suite=trixie

recipe_files=("$top"/packaging/bootstrap/{packages.txt,rust-packages.txt,recipe.sh,backports.pref})

# make_base FOLDER MIRROR SECURITY-MIRROR. Anybody but root gets it out of the name space it is made in as an archive: so every
# file is theirs, and they can remove it.
make_base() {
    umask 022
    local root=$1 options=(--variant=apt --verbose --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Retries "3"'
        --dpkgopt=force-unsafe-io # what is made beside is synced once, at its end
        --dpkgopt=path-exclude=/usr/share/{doc,info,locale,man}/'*') # nobody reads them there
    local lines=("deb $2 $suite main" "deb $2 $suite-updates main" "deb $2 $suite-backports main")
    [ -z "$3" ] || lines+=("deb $3 $suite-security main")
    options+=(--include="$(cat "$top"/packaging/bootstrap/{rust-packages,packages}.txt | names_in - | paste -sd,)")
    add_host_files "$2"
    if [ "$(id -u)" -eq 0 ]; then
        mmdebstrap --mode=root "${options[@]}" "$suite" "$root" "${lines[@]}"
    else
        mkdir "$root"
        mkdir -m 711 "$(workplace)"
        TMPDIR=$(workplace) mmdebstrap --mode=unshare --format=tar "${options[@]}" "$suite" - "${lines[@]}" |
            tar -x -C "$root" --exclude='./dev/*'
    fi
}

# Adds to make_base's options that files of the host are copied in: the pins, a list of mirrors and the certificates.
add_host_files() {
    local mirrors=${1#mirror+file:} bundle=/etc/ssl/certs/ca-certificates.crt
    upload --setup-hook "$top/packaging/bootstrap/backports.pref" /etc/apt/preferences.d/backports
    [ "$mirrors" = "$1" ] || upload --setup-hook "$mirrors" "$mirrors"
    [ ! -e "$bundle" ] || upload --customize-hook "$bundle" "$bundle"
}

# upload WHEN FILE-OF-HOST FILE-IN-ROOT
upload() {
    options+=("$1=mkdir -p \"\$1\"$(printf %q "$(dirname "$3")")" "$1=upload $(printf '%q %q' "$2" "$3")")
}
