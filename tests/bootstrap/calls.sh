# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# ./run as a whole, from a machine that has nothing to a command that runs inside.

run() { "$checkout/run" "$@"; }

test_command_runs_inside_where_the_caller_stands() {
    needs_bwrap
    local out
    mkdir "$machine/a folder"
    cd "$machine/a folder" || fail "the folder"
    run true || fail "the first call"
    out=$(echo in | run bash -c 'echo "$PWD|$1|$(cat)|${IGNITE_STUDIO_INSIDE:0:5}"; exit 7' - 'two words' 2>/dev/null)
    expect_same $? 7
    expect_same "$out" "$PWD|two words|in|root-"
}

test_second_call_asks_neither_apt_nor_for_a_root() {
    needs_bwrap
    run true || fail "the first call"
    : >"$calls"
    expect_same "$(run true 2>&1 | grep -v '^· Build')" ""
    expect "nothing but the build" test "$(grep -c -v '^cmake .* --build\|^cmake --build' "$calls")" = 0
}

test_two_calls_at_once() {
    needs_bwrap
    echo slow >mmdebstrap-does
    run touch one 2>err1 &
    local first=$!
    run touch two 2>err2 || fail "the second: $(cat err2)"
    wait $first || fail "the first: $(cat err1)"
    expect "both to run" test -e one -a -e two
    expect_same "$(grep -c '^mmdebstrap' "$calls")" 1
    expect_text "$(cat err1 err2)" "waiting for another call"
}

test_folders_of_the_system_stay_the_roots_own() {
    needs_bwrap
    local folder
    run true || fail "a root"
    for folder in / /usr /usr/bin /var /etc; do
        cd "$folder" || fail "$folder"
        expect_same "$(run bash -c 'pwd; ls /usr/bin/perl 2>/dev/null; ls /dev/null' 2>&1)" "$folder"$'\n'/dev/null
    done
}

test_folders_within_the_system_are_the_hosts() {
    needs_bwrap
    local folder
    folder=$(mktemp -d /var/tmp/bootstrap-test.XXXX) || skip "/var/tmp cannot be written"
    # shellcheck disable=SC2064 # now
    trap "rm -rf '$folder'" EXIT
    mkdir -p "$folder/home" "$folder/run" "$folder/caller" "$folder/tmp"
    echo here >"$folder/caller/file"
    echo cookie >"$folder/cookie"
    cd "$folder/caller" || fail "the folder"
    expect_same "$(HOME=$folder/home XDG_RUNTIME_DIR=$folder/run TMPDIR=$folder/tmp XAUTHORITY=$folder/cookie run bash -c '
        cat file "$XAUTHORITY" && touch ~/of-home "$XDG_RUNTIME_DIR/of-run" "$TMPDIR/of-tmp" && echo done' 2>/dev/null)" here$'\n'cookie$'\n'done
    expect "what was written there" test -e "$folder/home/of-home" -a -e "$folder/run/of-run" -a -e "$folder/tmp/of-tmp"
    expect_same "$(ls -A "$STUDIO_CACHE"/root-*/var/tmp)" "" # no mount point stays behind
}

test_home_temporary_folder_or_locale_that_is_not_there() {
    needs_bwrap
    expect_same "$(env TMPDIR=/not/there LC_ALL=xx_YY "$checkout/run" bash -c 'echo "${TMPDIR-none} $LC_ALL"' 2>/dev/null)" "none C.UTF-8"
    local out
    out=$(env -u HOME bash -c "$loader" - 'echo "$HOME"')
    expect_text "$out" /
    expect_same "$(env -u STUDIO_CACHE XDG_CACHE_HOME=not/absolute bash -c "$loader" - 'echo "$cache"')" "$HOME/.cache/ignite-studio"
    expect_same "$(env -u STUDIO_CACHE XDG_CACHE_HOME='/else where' bash -c "$loader" - 'echo "$cache"')" "/else where/ignite-studio"
    expect_same "$(STUDIO_CACHE=below scripts 'echo "$cache"')" "$PWD/below"
}

test_caller_without_a_name_gets_one() {
    needs_bwrap
    run true || fail "a root"
    echo 4321 >uid
    write_tool stubs/getent <<<'exit 2'
    expect_text "$(run cat /etc/passwd)" ":4321:"
}

test_folder_that_is_gone() {
    mkdir gone
    cd gone || fail "the folder"
    rmdir ../gone
    local out
    out=$(run true 2>&1)
    expect_same $? 1
    expect_text "$out" "is gone. Go to another one."
}

test_called_through_a_link() {
    needs_bwrap
    ln -s "$checkout/run" link
    expect_same "$(./link bash -c 'echo "$PWD ${IGNITE_STUDIO_INSIDE:0:5}"' 2>/dev/null)" "$PWD root-"
}

start_inside() {
    run true || fail "a root"
    rm -f out
    set -m
    "$checkout/run" bash -c "$1" >out 2>&1 &
    set +m
    inside=$!
    expect "the command to start" soon grep -qs started out
}

# Waits for what start_inside has started; its exit code is in $code. bwrap, which a signal reaches too, now and then
# loses the command's own code, which is `$1` then.
wait_inside() {
    wait "$inside"
    code=$?
    [ "$code" -ne 255 ] || code=$1
}

test_killed_call_leaves_nothing_inside() {
    needs_bwrap
    start_inside 'echo started; sleep 92 & for _ in {1..1200}; do sleep 0.05; echo >alive; done'
    kill -KILL $inside
    wait $inside 2>/dev/null
    expect "the command to have ended" soon stays_gone alive
}

stays_gone() {
    rm -f "$1"
    sleep 0.3
    [ ! -e "$1" ]
}

test_signals_reach_the_command() {
    needs_bwrap
    local signal code
    for signal in TERM HUP; do
        start_inside "trap 'echo closing; exit 9' $signal; echo started; for _ in {1..1200}; do sleep 0.05; done"
        kill -s $signal $inside
        wait_inside 9
        expect_same "$code $(tail -n 1 out)" "9 closing"
    done
}

test_ctrl_c_is_the_commands_own() {
    needs_bwrap
    local code
    start_inside "trap 'echo closing; exit 9' INT; echo started; for _ in {1..1200}; do sleep 0.05; done"
    kill -INT -- -$inside
    wait_inside 9
    expect_same "$code $(tail -n 1 out)" "9 closing"
    start_inside 'echo started; sleep 93'
    kill -INT -- -$inside
    wait_inside 130
    expect_same "$code" 130
}

test_linker_is_a_script_over_the_programs_of_the_distribution() {
    needs_bwrap
    local bin=$common/template/usr/bin linker
    write_tool "$bin/wasm-ld" <<<'exit 0'
    write_tool "$bin/wasm-tools" <<<'exit 0'
    write_tool "$bin/cargo" <<<'echo "cargo $*" >>"$STUDIO_CACHE/calls"
[ "$1 $2" != "vendor --locked" ] || { mkdir -p "${!#}/wasi-preview1-component-adapter-provider/artefacts" && cd "$_" && : >wasi_snapshot_preview1.reactor.wasm; exit; }
mkdir -p "$4/bin"'
    cp -L "$(type -P cp)" "$bin/"
    run true || fail "the first call"
    run true || fail "the second call"
    rm "$bin/wasm-ld" "$bin/wasm-tools" "$bin/cp"
    make_cargo "$bin"
    linker=$(cd "$STUDIO_CACHE/tools" && ls -d wasm-component-ld-*)
    expect_same "$(cd "$STUDIO_CACHE/tools/$linker/bin" && echo *)" "wasi_snapshot_preview1.reactor.wasm wasm-component-ld"
    expect "nothing else" test "$(ls "$STUDIO_CACHE/tools/$linker")" = bin
    expect_same "$(grep -c '^cargo vendor' "$calls")" 1
    expect_same "$(grep -c '^cargo install .* wasm-component-ld$' "$calls")" 0
}

test_linker_is_built_once_where_the_programs_are_missing() {
    needs_bwrap
    local linker
    write_tool "$common/template/usr/bin/cargo" <<<'echo "cargo $*" >>"$STUDIO_CACHE/calls"; mkdir -p "$4/bin"; : >"$4/bin/wasm-component-ld"'
    run true || fail "the first call"
    run true || fail "the second call"
    make_cargo "$common/template/usr/bin"
    linker=$(cd "$STUDIO_CACHE/tools" && ls -d wasm-component-ld-*)
    expect "a linker" test -e "$STUDIO_CACHE/tools/$linker/bin/wasm-component-ld"
    expect_same "$(grep -c '^cargo install .* wasm-component-ld$' "$calls")" 1
}

test_failed_linker_is_named_and_tried_again() {
    needs_bwrap
    local out
    write_tool "$common/template/usr/bin/cargo" <<<'[[ " $* " != *" wasm-component-ld " ]] || { echo "error: no such crate"; exit 101; }; mkdir -p "$4/bin"'
    out=$(run true 2>&1)
    expect_same $? 1
    make_cargo "$common/template/usr/bin"
    make_cargo "$STUDIO_CACHE/$(name_of_root)/usr/bin"
    expect_text "$out" "error: no such crate"
    expect_text "$out" "Build wasm-component-ld"
    expect_same "$(find "$STUDIO_CACHE/tools" -name 'wasm-component-ld-*' ! -name '*.new')" ""
    out=$(run true 2>&1) || fail "it to work when the cause is gone: $out"
}

test_failed_build_names_the_log_and_is_tried_again() {
    needs_bwrap
    local out
    touch "$STUDIO_CACHE/build-fails"
    out=$(run echo built 2>&1)
    expect_same $? 1
    expect_text "$out" "error: no such thing"
    expect_text "$out" "“Build (release)” failed (exit 2)"
    expect_text "$out" "$checkout/build/logs/Build-release-.log"
    rm "$STUDIO_CACHE/build-fails"
    expect_same "$(run echo built 2>/dev/null)" built
}

test_moved_checkout_or_other_root_is_configured_afresh() {
    needs_bwrap
    run true || fail "the first call"
    expect_same "$(grep -c 'cmake --fresh' "$calls")" 1
    run true
    expect_same "$(grep -c 'cmake --fresh' "$calls")" 1
    mv "$checkout" "$machine/moved"
    checkout=$machine/moved
    run true
    expect "the new place to be configured" called "cmake --fresh -S $checkout "
    expect_same "$(grep -c 'cmake --fresh' "$calls")" 2
    echo one-more >>"$checkout/packaging/bootstrap/packages.txt"
    run true
    expect_same "$(grep -c 'cmake --fresh' "$calls")" 3
}

test_distribution_with_the_packages_needs_no_root() {
    local out
    printf '  Candidate: 1\n%.0s' 1 2 3 >candidates # with the one that the stub prints, four
    write_tool stubs/rustc <<<'echo "rustc 1.97.1 (x)"'
    write_tool stubs/cmake <"$common/template/usr/bin/cmake"
    out=$(run echo built 2>&1) || fail "it to be built: $out"
    expect "packages to be installed" called 'apt-get .*install -y --no-install-recommends g++ '
    expect "no root" test "$(grep -c '^mmdebstrap' "$calls")" = 0
    write_tool stubs/dpkg-query <<<'echo installed'
    : >"$calls"
    expect_same "$(run echo built)" built
    expect "apt not to be asked" test "$(grep -c '^apt' "$calls")" = 0
    write_tool stubs/dpkg-query <<<'exit 1'
    echo 1000 >uid
    out=$(run true 2>&1)
    expect_same $? 1
    expect_text "$out" "sudo apt-get install g++"
    expect_text "$out" "debian:13 ./run"
}

test_distribution_whose_rust_is_too_old_gets_a_root() {
    needs_bwrap
    printf '  Candidate: 1\n%.0s' 1 2 3 >candidates
    write_tool stubs/rustc <<<'echo "rustc 1.85.0 (x)"'
    run true || fail "it to work"
    expect "a root" called '^mmdebstrap'
}
