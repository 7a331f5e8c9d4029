# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# ./test fuzz: the targets of tests/fuzz for a bounded time each.

# run_fuzzers [SECONDS] [NAME…]. Starts from the committed inputs; what it finds beside them stays in build/fuzz, and an
# input that ends a target is kept there and named.
run_fuzzers() {
    local seconds=20 names name work failing=()
    [[ ! ${1:-} =~ ^[0-9]+$ ]] || { seconds=$1 && shift; }
    names=("$@")
    [ $# -gt 0 ] || mapfile -t names < <(cd "$top/tests/fuzz/corpus" && printf '%s\n' *)
    for name in "${names[@]}"; do
        [ -x "$build/tests/fuzz_$name" ] || die "there is no fuzz target $name. See tests/fuzz."
        work=$top/build/fuzz/$name
        mkdir -p "$work/corpus" "$work/found"
        say "· fuzz $name for $seconds s …"
        supervised "$build/tests/fuzz_$name" -max_total_time="$seconds" -max_len=65536 -rss_limit_mb=2048 -timeout=10 \
            -print_final_stats=1 -artifact_prefix="$work/found/" -dict="$top/tests/fuzz/$name.dict" \
            "$work/corpus" "$top/tests/fuzz/corpus/$name" >"$work/log" 2>&1
        if [ "$supervised_status" -eq 0 ]; then
            printf 'fuzz %s: %s inputs in %s s, nothing found\n' "$name" \
                "$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/log")" "$seconds"
        else
            tail -n 40 "$work/log"
            printf 'fuzz %s: FAILED; the input is in %s\n' "$name" "$work/found"
            failing+=("$name")
        fi
    done
    [ ${#failing[@]} -eq 0 ]
}
