# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What goes into the root file system. A change here, in rust-hook.sh or in one of the package lists makes a new one.

suite=trixie
newer=forky # Rust alone comes from here

recipe_files=("$top"/packaging/bootstrap/{packages.txt,rust-packages.txt,recipe.sh,rust-hook.sh})

# make_base FOLDER MIRROR SECURITY-MIRROR. Anybody but root gets it out of the name space it is made in as an archive: so every
# file is theirs, and they can remove it.
make_base() {
    umask 022
    local root=$1 options=(--variant=apt --verbose --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Retries "3"'
        --dpkgopt=force-unsafe-io) # what is made beside is synced once, at its end
    local lines=("deb $2 $suite main" "deb $2 $suite-updates main")
    [ -z "$3" ] || lines+=("deb $3 $suite-security main")
    options+=(--include="$(names_in "$top/packaging/bootstrap/packages.txt" | paste -sd,)")
    options+=(--customize-hook="$(cat "$top/packaging/bootstrap/rust-hook.sh")")
    export STUDIO_MIRROR=$2 STUDIO_NEWER=$newer STUDIO_RUST
    STUDIO_RUST=$(names_in "$top/packaging/bootstrap/rust-packages.txt" | paste -sd' ')
    if [ "$(id -u)" -eq 0 ]; then
        mmdebstrap --mode=root "${options[@]}" "$suite" "$root" "${lines[@]}"
    else
        mkdir "$root"
        mkdir -m 711 "$(workplace)"
        TMPDIR=$(workplace) mmdebstrap --mode=unshare --format=tar "${options[@]}" "$suite" - "${lines[@]}" |
            tar -x -C "$root" --exclude='./dev/*'
    fi
}
