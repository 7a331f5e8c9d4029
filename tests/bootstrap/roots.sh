# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Making the root file system: beside, then renamed; what stands in its way; what becomes of old ones.

make_a_root='locked "$cache/set-up.lock" make_root'
make_a_root() { scripts "$make_a_root" 2>&1; }
name_of_root() { basename "$(scripts 'root_path')"; }

test_root_is_made_once() {
    local out
    out=$(make_a_root) || fail "it to be made: $out"
    expect_same "$(roots)" "$(name_of_root)"
    out=$(make_a_root) || fail "it to be found: $out"
    expect_same "$(grep -c '^mmdebstrap' "$calls")" 1
}

test_killed_in_the_middle_then_called_again() {
    local root out
    root=$(name_of_root)
    echo half >mmdebstrap-does
    bash -c "$loader" - "$make_a_root" >out 2>&1 &
    expect "it to be in the middle" soon test -s working
    read -r -a working <working
    kill -KILL $!
    expect "mmdebstrap to end" soon none_runs "${working[@]}"
    expect_same "$(roots)" "$root.new"
    echo whole >mmdebstrap-does
    out=$(make_a_root) || fail "the second call to work: $out"
    expect_same "$(roots)" "$root"
    expect "nothing of the first half" test ! -e "$STUDIO_CACHE/$root/usr/bin/half"
}

test_interrupted_leaves_nothing() {
    echo half >mmdebstrap-does
    set -m
    bash -c "$loader" - "$make_a_root" >out 2>&1 &
    set +m
    expect "it to be in the middle" soon test -s working
    kill -INT -- -$!
    wait $!
    expect_same $? 130
    read -r -a working <working
    expect "mmdebstrap to have ended" none_runs "${working[@]}"
    expect_same "$(roots)" ""
}

test_mirror_gone() {
    local out
    echo mirror >mmdebstrap-does
    out=$(make_a_root)
    expect_same $? 1
    expect_text "$out" "“Make a Debian 13 root file system (once)” failed (exit 25)"
    expect_text "$out" "The package mirror does not answer"
    expect_same "$(roots)" ""
    echo whole >mmdebstrap-does
    out=$(make_a_root) || fail "it to work when the mirror is back: $out"
}

test_no_mirror_known() {
    local out
    write_tool stubs/apt-get <<<'echo "apt-get $*" >>"$STUDIO_CACHE/calls"'
    out=$(make_a_root)
    expect_same $? 1
    expect "apt to be asked again after an update" called '^apt-get update'
    expect_text "$out" "apt knows no Debian mirror"
    expect_text "$out" "debian:13 ./run"
}

test_too_little_room() {
    local out
    echo 2048000 >free
    out=$(make_a_root)
    expect_same $? 1
    expect_text "$out" "has 2000 MB free"
    expect_text "$out" "XDG_CACHE_HOME"
    expect "nothing begun" test "$(grep -c '^mmdebstrap' "$calls")" = 0
}

test_leftovers_are_removed_before_the_room_is_measured() {
    mkdir -p "$STUDIO_CACHE/root-123.new/usr" "$STUDIO_CACHE/root-456.old/usr"
    write_tool stubs/df <<<'free=99999999; ! ls -d "$STUDIO_CACHE"/root-*.{new,old} 2>/dev/null || free=1; printf "x\nx 9 1 %s 1%% /\n" $free'
    local out
    out=$(make_a_root) || fail "room: $out"
    expect_same "$(roots)" "$(name_of_root)"
}

test_disk_full_in_the_middle() {
    needs_bwrap
    echo fill >mmdebstrap-does
    mkdir small
    # It seems large enough until the work begins.
    write_tool stubs/df <<<'if [ -e "$STUDIO_CACHE"/root-*.new ]; then exec "$machine/tools/df" "$@"; else printf "x\nx 9 1 99999999 1%% /\n"; fi'
    bwrap --dev-bind / / --size $((4 << 20)) --tmpfs "$PWD/small" bash -c 'STUDIO_CACHE=$PWD/small/cache "$@" >out 2>&1; echo $? >code
        ls -d small/cache/root-* >left 2>/dev/null' - bash -c "$loader" - "$make_a_root"
    expect_same "$(cat code)" 1
    expect_text "$(cat out)" "The disk is full"
    expect_same "$(cat left)" ""
}

test_root_that_lost_its_mark_is_replaced() {
    local root out
    root=$STUDIO_CACHE/$(name_of_root)
    mkdir -p "$root/usr/half"
    out=$(make_a_root) || fail "it to be made: $out"
    expect_same "$(roots)" "$(basename "$root")"
    expect "a whole one" test -e "$root/usr/bin/bash" -a ! -e "$root/usr/half"
}

# An old root, last used so long ago.
old_root() {
    mkdir -p "$STUDIO_CACHE/root-$1/usr"
    touch -d "$2" "$STUDIO_CACHE/root-$1/.complete"
}

test_old_root_goes_after_a_day_unless_it_is_in_use() {
    local root
    make_a_root || fail "a root"
    root=$(name_of_root)
    old_root old "2 days ago"
    old_root used "2 days ago"
    old_root recent "2 hours ago"
    exec 7<"$STUDIO_CACHE/root-used/.complete"
    flock -s 7 # as a call does that runs in it
    touch -d "2 days ago" "$STUDIO_CACHE/root-used/.complete"
    scripts use_root 7<&- || fail "a root to use"
    expect_same "$(roots)" "$(printf '%s\n' "$root" root-recent root-used | sort)"
    exec 7<&-
    scripts use_root
    expect_same "$(roots)" "$(printf '%s\n' "$root" root-recent | sort)"
}

test_changed_recipe_makes_another_root() {
    local first
    make_a_root || fail "a root"
    first=$(name_of_root)
    echo one-more >>"$checkout/packaging/bootstrap/packages.txt"
    expect "another name" test "$first" != "$(name_of_root)"
    touch -d "2 days ago" "$STUDIO_CACHE/$first/.complete"
    make_a_root || fail "another root"
    expect_same "$(roots)" "$(name_of_root)"
    expect "the new package to be in it" called 'include=[^ ]*,one-more '
}

test_rust_comes_from_the_backports() {
    make_a_root || fail "a root"
    expect "the backports to be read" called 'deb http://mirror.invalid/debian trixie-backports main'
    expect "the pin to be copied, from a folder with a space too" called 'upload .*/check\\ out/packaging/bootstrap/backports.pref /etc/apt/preferences.d/backports '
    expect "Rust's packages to be asked for" called 'include=rustc,cargo,'
    local first
    first=$(name_of_root)
    echo 'Package: another' >>"$checkout/packaging/bootstrap/backports.pref"
    expect "another name after the pin was changed" test "$first" != "$(name_of_root)"
}

test_old_roots_go_at_once_where_room_is_short() {
    old_root recent "2 hours ago"
    write_tool stubs/df <<<'free=99999999; ! ls -d "$STUDIO_CACHE"/root-recent 2>/dev/null || free=1; printf "x\nx 9 1 %s 1%% /\n" $free'
    make_a_root || fail "room"
    expect_same "$(roots)" "$(name_of_root)"
}

test_without_root_and_packages_the_way_out_is_said() {
    local out
    echo 1000 >uid
    without mmdebstrap bwrap newuidmap
    out=$(make_a_root)
    expect_same $? 1
    expect_text "$out" "sudo apt-get install mmdebstrap bubblewrap uidmap"
    expect_text "$out" "podman run"
    expect_text "$out" "-v \"$checkout:$checkout\""
}

test_without_apt_a_container_is_proposed() {
    local out
    without mmdebstrap apt-get apt-cache dpkg-query
    out=$(scripts 'go_inside "$top/run" true' 2>&1)
    expect_same $? 1
    expect_text "$out" "this system has none"
    expect_text "$out" "debian:13 ./run"
}

test_root_installs_the_tools_it_lacks() {
    local out
    without bwrap
    write_tool stubs/apt-get <<'STUB'
echo "apt-get $*" >>"$STUDIO_CACHE/calls"
[ "$1" != indextargets ] || echo "Packages http://mirror.invalid/debian Debian Debian"
case " $* " in *" install "*) printf '#!/bin/sh\n' >"$machine/stubs/bwrap" && chmod +x "$machine/stubs/bwrap" ;; esac
STUB
    out=$(make_a_root) || fail "it to be made: $out"
    expect "the one that is missing to be installed" called 'install -y --no-install-recommends bubblewrap$'
}

test_no_name_spaces_is_said_before_the_work() {
    local out
    write_tool stubs/bwrap <<<'echo "bwrap: No permissions to create new namespace" >&2; exit 1'
    out=$(make_a_root)
    expect_same $? 1
    expect_text "$out" "make name spaces"
    expect "nothing begun" test "$(grep -c '^mmdebstrap' "$calls")" = 0
}
