#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what was built into a folder of its own and uses it there; then makes the Debian package and looks into it.
#   install_test.sh BUILD-FOLDER VERSION
set -euo pipefail
build=$1 version=$2
here=$(mktemp -d)
studio=
trap 'kill $studio 2>/dev/null || true; rm -rf "$here"' EXIT
cd "$here"

fail() {
    printf 'expected %s\n' "$*"
    exit 1
}

# In a path with a space, as a home may have.
prefix="$here/a prefix"
cmake --install "$build" --prefix "$prefix" >/dev/null
shared=$prefix/share/ignite-studio
for file in bin/ignite bin/dodil bin/ignite-studio libexec/ignite-studio/ignite-supervisor libexec/ignite-studio/ignite-git libexec/ignite-studio/ignite-rustc share/ignite-studio/sdk/ignite/src/lib.rs share/ignite-studio/samples/rust-hello/src/lib.rs \
    share/applications/ignite-studio.desktop share/metainfo/ignite-studio.metainfo.xml share/icons/hicolor/scalable/apps/ignite-studio.svg \
    share/doc/ignite-studio/LICENSE share/doc/ignite-studio/copyright; do
    [ -s "$prefix/$file" ] || fail "$file to be installed"
done
[ -z "$(find "$prefix" -name target)" ] || fail "no build folder of a crate to be installed"

# The programs, each from there.
export HOME=$here/home XDG_DATA_HOME=$here/data XDG_CACHE_HOME=$here/cache XDG_CONFIG_HOME=$here/config
mkdir "$HOME"
for program in ignite "dodil ignite"; do
    said=$("$prefix/bin/${program%% *}" --version)
    [[ $said == *"$version" ]] || fail "$program to say $version, not “$said”"
done
[[ $(env -u DISPLAY -u WAYLAND_DISPLAY "$prefix/bin/ignite-studio" --help) == *"The project to open"* ]] || fail "help without a display"

# What speaks to gateways is a plugin. Nobody listens there, and that is all it has to say.
said=$("$prefix/bin/ignite" app list --api-endpoint http://127.0.0.1:1 --token none 2>&1) && fail "no gateway to be there"
[[ $said == *"Could not reach the gateway"* ]] || fail "the plugin to be found, not “$said”"

# The SDK that it compiles with is the installed one: it says so where that is gone.
"$prefix/bin/ignite" app create hello --runtime rust --rust-target native >/dev/null
"$prefix/bin/ignite" draft save org:hello --code "$shared/samples/rust-hello" >/dev/null
mv "$shared/sdk" "$shared/away"
said=$("$prefix/bin/ignite" draft compile org:hello 2>&1) && fail "the compile to fail without the SDK"
[[ $said == *"$shared/sdk"* ]] || fail "the installed SDK to be missed, not “$said”"
mv "$shared/away" "$shared/sdk"

# The sample that the window opens is a copy of the installed one.
echo '// from here' >>"$shared/samples/rust-hello/src/lib.rs"
QT_QPA_PLATFORM=offscreen "$prefix/bin/ignite-studio" &
studio=$!
opened=$XDG_DATA_HOME/ignite-studio/projects/rust-hello/src/lib.rs
for _ in {1..600}; do
    ! grep -qs 'from here' "$opened" || break
    sleep 0.1
done
grep -qs 'from here' "$opened" || fail "the window to open the installed sample"
kill "$studio"
wait "$studio" || true # it may not have come to closing its window by itself yet
studio=

# What a software centre reads. The project has no domain of its own, so neither a name in reverse order nor a homepage.
if command -v appstreamcli >/dev/null && command -v desktop-file-validate >/dev/null; then
    appstreamcli validate --no-net --override=cid-desktopapp-is-not-rdns=info,url-homepage-missing=info \
        "$prefix/share/metainfo/ignite-studio.metainfo.xml"
    desktop-file-validate "$prefix/share/applications/ignite-studio.desktop"
fi

# The package.
command -v dpkg-shlibdeps >/dev/null && command -v file >/dev/null || exit 0
cpack --config "$build/CPackConfig.cmake" -G DEB -B "$here/deb" >log 2>&1 || fail "a package: $(tail -n 20 log)"
package=$(echo "$here"/deb/ignite-studio_"$version"*.deb)
dpkg-deb -c "$package" >list
for file in bin/ignite 'bin/dodil -> ignite' bin/ignite-studio libexec/ignite-studio/ignite-supervisor libexec/ignite-studio/ignite-git libexec/ignite-studio/ignite-rustc share/ignite-studio/sdk/ignite/src/lib.rs share/applications/ignite-studio.desktop; do
    grep -qF "./usr/$file" list || fail "$file in the package"
done
depends=$(dpkg-deb -f "$package" Depends)
for library in libqt6widgets6 libqscintilla2-qt6 libarchive libgit2 libqt6sql6-sqlite; do
    [[ $depends == *"$library"* ]] || fail "$library among what the package depends on, not “$depends”"
done
