# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# A machine of its own for each test: a checkout, a home and a cache, in a path with a space, and tools that can be taken away.

# Every tool of this machine as a link, so that a test can take one away.
make_tools() {
    mkdir "$common/tools"
    ln -s -f -t "$common/tools" /usr/sbin/* /usr/bin/*
}

# The least that the scripts run in: the tools they call, with their libraries.
make_template() {
    local tool library folder
    mkdir -p "$common/template"/{usr/bin,etc,var/tmp,var/lib/dpkg,home,tmp,root,opt,proc,dev,sys,run}
    ln -s usr/bin "$common/template/bin"
    for folder in /lib*; do
        if [ -L "$folder" ]; then ln -s "usr/${folder#/}" "$common/template$folder"; fi
    done
    for tool in bash env readlink dirname cat sha256sum cut tr sed grep head tail flock mkdir stty id sleep ls touch mv rm sort setpriv true echo df awk; do
        cp -L "$(type -P "$tool")" "$common/template/usr/bin/"
        for library in $(ldd "$(type -P "$tool")" | grep -o '/[^ ]*'); do
            mkdir -p "$common/template/usr$(dirname "${library#/usr}")"
            cp -n -L "$library" "$common/template/usr${library#/usr}"
        done
    done
    mkdir -p "$common/template/usr/lib/locale"
    [ ! -e /usr/lib/locale/C.utf8 ] || cp -r -L /usr/lib/locale/C.utf8 "$common/template/usr/lib/locale/"
    : >"$common/template/etc/resolv.conf"
    : >"$common/template/etc/hosts"
    make_cargo "$common/template/usr/bin"
    write_tool "$common/template/usr/bin/cmake" <<'STUB'
echo "cmake $*" >>"$STUDIO_CACHE/calls"
case " $* " in
*" --preset "*)
    mkdir -p "$3/build/release" && : >"$3/build/release/build.ninja" ;;
*" --build "*)
    if [ -e "$STUDIO_CACHE/build-fails" ]; then echo "x.cpp:1: error: no such thing"; exit 2; fi ;;
esac
STUB
}

# make_cargo FOLDER: one that installs what it is asked for, empty.
make_cargo() {
    write_tool "$1/cargo" <<<'[ "$1 $2 $3" = "install --locked --root" ] && mkdir -p "$4/bin"'
}

write_tool() {
    { printf '#!/bin/bash\n' && cat; } >"$1"
    chmod +x "$1"
}

# An old Debian where root calls, which has what it takes to make a root file system.
new_machine() {
    machine=$(mktemp -d "$common/a machine.XXXX")
    checkout="$machine/check out"
    mkdir -p "$checkout/packaging" "$machine/home" "$machine/stubs" "$machine/the cache"
    cp -r "$here/../../packaging/bootstrap" "$checkout/packaging/"
    cp "$here/../../run" "$here/../../test" "$checkout/"
    ln -s "$common/tools" "$machine/tools"
    unset IGNITE_STUDIO_INSIDE XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_RUNTIME_DIR XAUTHORITY DISPLAY WAYLAND_DISPLAY \
        CARGO_HOME RUSTUP_HOME CCACHE_DIR TMPDIR
    export machine checkout common HOME="$machine/home" STUDIO_CACHE="$machine/the cache" PATH="$machine/stubs:$machine/tools"
    calls=$STUDIO_CACHE/calls
    : >"$calls"
    cd "$machine" || return
    make_stubs
}

make_stubs() {
    write_tool stubs/dpkg-query <<<'exit 1'
    write_tool stubs/rustc <<<'exit 1'
    write_tool stubs/pip3 <<<'exit 1'
    make_cargo stubs
    write_tool stubs/apt-cache <<<'echo "apt-cache $*" >>"$STUDIO_CACHE/calls"; echo "  Candidate: 1.0"; cat "$machine/candidates" 2>/dev/null'
    write_tool stubs/df <<<'printf "Filesystem 1024-blocks Used Available Capacity Mounted on\nx 9 1 %s 1%% /\n" "$(cat "$machine/free" 2>/dev/null || echo 99999999)"'
    write_tool stubs/id <<<'if [ "$*" = -u ] && [ -e "$machine/uid" ]; then cat "$machine/uid"; else exec "$machine/tools/id" "$@"; fi'
    echo 0 >uid
    write_tool stubs/apt-get <<'STUB'
echo "apt-get $*" >>"$STUDIO_CACHE/calls"
case $1 in
indextargets) echo "Packages http://mirror.invalid/debian Debian Debian" ;;
esac
STUB
    # What it does stands in a file: makes the root whole, a half of it and then hangs, or fails as the real one does.
    echo whole >mmdebstrap-does
    write_tool stubs/mmdebstrap <<'STUB'
echo "mmdebstrap $*" >>"$STUDIO_CACHE/calls"
while [[ $1 == --* ]]; do shift; done
case $(cat "$machine/mmdebstrap-does") in
whole) cp -a "$common/template" "$2" ;;
slow) # until another call waits
    for _ in {1..400}; do ! grep -qs waiting "$machine"/err* || break; sleep 0.05; done
    cp -a "$common/template" "$2" ;;
half)
    mkdir -p "$2/usr/bin" && echo half >"$2/usr/bin/half"
    sleep 91 &
    echo $$ $! >"$machine/working"
    wait ;;
mirror)
    mkdir -p "$2/etc"
    echo "E: Failed to fetch http://mirror.invalid/debian/dists/trixie/InRelease  Temporary failure resolving 'mirror.invalid'"
    echo "E: mmdebstrap failed to run"
    exit 25 ;;
fill)
    mkdir -p "$2/usr" && head -c 200M /dev/zero >"$2/usr/big" || exit 25 ;;
esac
STUB
}

# scripts CODE: runs it where the real scripts are loaded, as in ./run. `bash -c "$loader" - CODE &` does so beside.
loader='. "$checkout/packaging/bootstrap/lib.sh"; . "$top/packaging/bootstrap/inside.sh"; . "$top/packaging/bootstrap/build.sh"; eval "$1"'
scripts() { bash -c "$loader" - "$1"; }

# without TOOL…: on this machine they are not there.
without() {
    cp -d -r "$common/tools" "$machine/fewer"
    ln -s -f -n fewer "$machine/tools"
    rm -f "${@/#/$machine/tools/}" "${@/#/$machine/stubs/}"
}

fail() {
    printf 'expected %s\n' "$*"
    exit 1
}

skip() {
    printf '%s\n' "$*"
    exit 77
}

# expect WHAT COMMAND…
expect() {
    local what=$1
    shift
    "$@" || fail "$what"
}

expect_text() { [[ $1 == *"$2"* ]] || fail "“$2” in: $1"; }
expect_no_text() { [[ $1 != *"$2"* ]] || fail "no “$2” in: $1"; }
expect_same() { [ "$1" = "$2" ] || fail "“$2”, got “$1”"; }
called() { grep -q -- "$1" "$calls"; }
roots() { find "$STUDIO_CACHE" -maxdepth 1 -name 'root-*' -printf '%f\n' | sort; }

# soon COMMAND…: true as soon as it is, false after half a minute.
soon() {
    local _
    for _ in {1..600}; do
        ! "$@" || return 0
        sleep 0.05
    done
    return 1
}

# A process that has ended and was not waited for is not running.
runs() { [[ $(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null) == [!Z]* ]]; }
none_runs() {
    local pid
    for pid in "$@"; do
        ! runs "$pid" || return 1
    done
}

needs_bwrap() { bwrap --ro-bind / / --dev /dev --proc /proc --unshare-pid true 2>/dev/null || skip "bwrap cannot make name spaces here"; }
