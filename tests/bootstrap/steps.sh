# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# A step: what is said, what is left.

test_failed_step_names_itself_its_log_and_the_way_out() {
    local out
    out=$(scripts 'broken() { echo "E: something is odd"; false; echo "went on"; }; step "Do this" broken; echo "after it"' 2>&1)
    expect_same $? 1
    expect_text "$out" "E: something is odd"
    expect_text "$out" "“Do this” failed (exit 1)"
    expect_text "$out" "The whole log is in $STUDIO_CACHE/logs/Do-this.log"
    expect_text "$out" "call again"
    expect_no_text "$out" "went on"
    expect_no_text "$out" "after it"
    expect "the log itself" grep -q "something is odd" "$STUDIO_CACHE/logs/Do-this.log"
}

test_way_out_depends_on_the_cause() {
    local out cause
    while IFS='|' read -r cause out; do
        printf '%s\n' "$cause" >cause
        expect_text "$(scripts 'step Work sh -c "cat \"\$machine/cause\"; exit 3"' 2>&1)" "$out"
    done <<'ROWS'
cp: error writing x: No space left on device|The disk is full
cc1plus: fatal error: Disk quota exceeded|The disk is full
E: You don't have enough free space in /var/cache/apt/archives/.|The disk is full
E: Could not get lock /var/lib/dpkg/lock-frontend|Another program is installing
Could not connect to mirror.invalid:80|The package mirror does not answer
E: Failed to fetch http://mirror.invalid/x.deb  404  Not Found|The package mirror does not answer
warning: spurious network error (3 tries remaining): [6] Could not resolve hostname|Cargo cannot get crates
error: failed to query replaced source registry `crates-io`|Cargo cannot get crates
error: failed to download from `https://mirror.invalid/x`: [7] Could not connect to server|Cargo cannot get crates
x.cpp:3: error: no member|Its last lines stand above
ROWS
}

test_long_step_shows_where_it_is() {
    write_tool watch <<<'echo unpacking; for _ in {1..400}; do ! grep -q "$1" shown || exit 0; sleep 0.05; done; exit 1'
    scripts 'step Long "$machine/watch" "· Long …"' 2>shown || fail "its name while it runs: $(cat shown)"
    expect_text "$(cat shown)" "· Long … "
    # In a terminal, the newest line of its log.
    script -qefc "bash -c '$loader' - 'step Long \"\$machine/watch\" \"· Long … unpacking\"'" shown >shown-too || fail "the newest line: $(cat shown)"
}

test_unwritable_cache_says_so() {
    echo file >"$machine/file"
    local out
    out=$(STUDIO_CACHE=$machine/file/below scripts 'step Work true' 2>&1)
    expect_same $? 1
    expect_text "$out" "cannot write to the folder $machine/file/below/logs"
    expect_text "$out" "set XDG_CACHE_HOME"
}

# A step that hangs, with a child: pids in `working`, the script's in `script`.
start_hanging_step() {
    : >working
    write_tool hang <<<'[ $# -eq 0 ] || trap "" TERM; sleep 91 & echo $$ $! >"$machine/working"; wait'
    set -m # each job in a group of its own, as at a prompt
    bash -c "$loader" - "locked \"\$cache/set-up.lock\" step Hang \"\$machine/hang\" ${1:-}" >out 2>&1 &
    script=$!
    set +m
    expect "the step to start" soon test -s working
    read -r -a working <working
}

expect_all_ended() {
    expect "the step's processes to end" soon none_runs "${working[@]}"
    expect "the lock to be free" soon flock -n "$STUDIO_CACHE/set-up.lock" true
}

test_step_ends_when_the_script_is_killed_outright() {
    start_hanging_step
    kill -KILL "$script"
    expect_all_ended
}

test_step_ends_when_the_whole_group_is_killed_outright() {
    start_hanging_step
    kill -KILL -- "-$script"
    expect_all_ended
}

test_step_ends_at_ctrl_c_and_others() {
    local signal
    for signal in INT TERM HUP; do
        start_hanging_step
        kill -s "$signal" -- "-$script"
        wait "$script"
        expect_same $? $((128 + $(kill -l "$signal")))
        expect "the step's processes to have ended before the script" none_runs "${working[@]}"
        expect_text "$(cat out)" "interrupted"
        expect_all_ended
    done
}

test_step_that_will_not_end_is_killed() {
    start_hanging_step stubborn
    kill -TERM "$script"
    wait "$script"
    expect_same $? 143
    expect_all_ended
}

test_lock_is_waited_for() {
    (
        flock 9
        echo >held
        soon test -e waiting
    ) 9>"$STUDIO_CACHE/set-up.lock" &
    expect "the holder" soon test -e held
    scripts 'locked "$cache/set-up.lock" touch got-it' 2>out &
    expect "a word about waiting" soon grep -qs "waiting for another call" out
    expect "nothing done while waiting" test ! -e got-it
    touch waiting
    expect "the lock in the end" soon test -e got-it
}

test_lock_of_a_killed_holder_is_free() {
    start_hanging_step
    scripts 'locked "$cache/set-up.lock" touch got-it' 2>waits &
    expect "a word about waiting" soon grep -qs "waiting for another call" waits
    kill -KILL "$script"
    expect "the lock in the end" soon test -e got-it
}
