# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Configure and build, inside.

# Sets `build` to the preset's build folder.
build_preset() {
    local preset=$1
    build=$top/build/$preset
    export CCACHE_DIR=${CCACHE_DIR:-$cache/ccache} CCACHE_BASEDIR=$top CCACHE_NOHASHDIR=1
    cd "$top"
    if [ ! -e "$build/build.ninja" ]; then
        step "Configure ($preset)" cmake --preset "$preset"
    fi
    if [ -n "$(ninja -C "$build" -n 2>&1 | grep -v 'Entering directory' | grep -v '^ninja: no work to do' | head -n 1)" ]; then
        step "Build ($preset)" cmake --build --preset "$preset"
    fi
    cd "$OLDPWD"
}

# A display for what shows windows: the caller's, or a virtual one with a window manager. Sets `display_pids`.
display_pids=()
need_display() {
    [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || return 0
    local ready number
    ready=$(mktemp)
    Xvfb -displayfd 3 -screen 0 1920x1080x24 -nolisten tcp 3>"$ready" 2>/dev/null &
    display_pids+=($!)
    for _ in $(seq 100); do
        number=$(cat "$ready")
        [ -n "$number" ] && break
        sleep 0.05
    done
    rm -f "$ready"
    [ -n "$number" ] || die "Xvfb did not start."
    export DISPLAY=:$number
    openbox >/dev/null 2>&1 &
    display_pids+=($!)
}

end_display() {
    [ ${#display_pids[@]} -eq 0 ] || kill "${display_pids[@]}" 2>/dev/null || true
}
