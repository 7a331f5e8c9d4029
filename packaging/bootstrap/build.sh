# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Configure and build, inside.

# build_preset PRESET [TARGET…]. Sets `build` to the preset's build folder.
build_preset() {
    local preset=$1 logs=$top/build/logs
    local targets=("${@:2}")
    build=$top/build/$preset
    export CCACHE_DIR=${CCACHE_DIR:-$cache/ccache} CCACHE_BASEDIR=$top CCACHE_NOHASHDIR=1 CCACHE_COMPILERCHECK=content
    export CCACHE_DEPEND=1 # a miss costs no second run of the preprocessor
    export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime # precompiled headers: as its manual has it, and made in the second of their compile
    export CCACHE_IGNOREOPTIONS='-DQT_TESTCASE_*' # paths of this checkout, which only QFINDTESTDATA reads
    if [ ! -e "$build/build.ninja" ] || [ "$(cat "$build/.made-for" 2>/dev/null)" != "$(made_for)" ]; then
        # Afresh: a first try that failed, a checkout that was moved or another root leave answers that are no longer true.
        step "Configure ($preset)" cmake --fresh -S "$top" --preset "$preset"
        made_for >"$build/.made-for"
    fi
    local keep=()
    [ "$preset" != tidy ] || keep=(-- -k 0) # every finding, not the first
    step "Build ($preset)" cmake --build "$build" ${targets[0]:+--target "${targets[@]}"} "${keep[@]}"
}

# The checkout and the system that a build folder is good for.
made_for() { printf '%s\n%s\n' "$top" "${IGNITE_STUDIO_INSIDE:-$(sed -n -e 's/^ID=//p' -e 's/^VERSION_ID=//p' /etc/os-release)}"; }

# A display for what shows windows: the caller's, or a virtual one with a window manager. Sets `display_pids`.
display_pids=()
need_display() {
    [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || return 0
    local ready number=''
    ready=$(mktemp) || die "cannot make a temporary file. Set TMPDIR to a folder that can be written."
    # The display ends with this script, also where that is killed.
    setpriv --pdeathsig TERM Xvfb -displayfd 3 -screen 0 1920x1080x24 -nolisten tcp 3>"$ready" 2>/dev/null &
    display_pids+=($!)
    for _ in {1..100}; do
        number=$(cat "$ready")
        [ -z "$number" ] || break
        kill -0 "${display_pids[0]}" 2>/dev/null || break
        sleep 0.05
    done
    rm -f "$ready"
    [ -n "$number" ] || die "Xvfb did not start. Set DISPLAY to a display of your own, or see what “Xvfb :99” says."
    export DISPLAY=:$number
    setpriv --pdeathsig TERM openbox >/dev/null 2>&1 &
    display_pids+=($!)
}

end_display() {
    [ ${#display_pids[@]} -eq 0 ] || kill "${display_pids[@]}" 2>/dev/null || true
}
