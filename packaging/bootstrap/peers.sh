# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What the benchmarks compare with, installed inside when it is missing. Sets `peers`, a folder with what is not a Debian package.

cargo_lambda=1.9.2

need_peers() {
    peers=$cache/peers
    local wanted
    mapfile -t wanted < <(names_in "$top/packaging/bootstrap/peers.txt")
    if [ -n "${IGNITE_STUDIO_INSIDE:-}" ] && [ "$(id -u)" -ne 0 ] && ! installed "${wanted[@]}"; then
        die "the benchmarks compare with ${wanted[*]}, and only root can add these to the root file system. Call as root."
    fi
    locked "$cache/set-up.lock" install_missing "${wanted[@]}"
    locked "$cache/set-up.lock" fetch_cargo_lambda
    export PATH="$PATH:$peers/cargo-lambda-$cargo_lambda/bin"
}

fetch_cargo_lambda() {
    local folder=$peers/cargo-lambda-$cargo_lambda
    [ ! -e "$folder" ] || return 0
    remove "$folder.new"
    step "Fetch cargo-lambda" python3 -m pip install --disable-pip-version-check --no-deps --target "$folder.new" "cargo-lambda==$cargo_lambda"
    mv -T "$folder.new" "$folder"
}
