# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What the presets asan, tsan, fuzz and tidy need beyond the rest: packages, installed inside when they are missing, and settings.

need_preset() {
    local wanted given=$top/packaging/sanitizers
    case $1 in
    tidy | fuzz)
        mapfile -t wanted < <(names_in "$top/packaging/bootstrap/tools.txt")
        if [ -n "${IGNITE_STUDIO_INSIDE:-}" ] && [ "$(id -u)" -ne 0 ] && ! installed "${wanted[@]}"; then
            die "the preset $1 takes ${wanted[*]}, and only root can add these to the root file system. Call as root."
        fi
        locked "$cache/set-up.lock" install_missing "${wanted[@]}"
        export ASAN_OPTIONS="detect_leaks=1${ASAN_OPTIONS:+:$ASAN_OPTIONS}"
        ;;
    asan)
        export ASAN_OPTIONS="detect_stack_use_after_return=1:check_initialization_order=1${ASAN_OPTIONS:+:$ASAN_OPTIONS}"
        export LSAN_OPTIONS="suppressions=$given/lsan.supp:print_suppressions=0${LSAN_OPTIONS:+:$LSAN_OPTIONS}"
        export UBSAN_OPTIONS="print_stacktrace=1${UBSAN_OPTIONS:+:$UBSAN_OPTIONS}"
        ;;
    tsan)
        # Qt is not built with this sanitizer: what it allocates, copies and frees by itself is not judged.
        export TSAN_OPTIONS="ignore_noninstrumented_modules=1:suppressions=$given/tsan.supp:history_size=7:second_deadlock_stack=1${TSAN_OPTIONS:+:$TSAN_OPTIONS}"
        ;;
    esac
}
