# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# mmdebstrap runs this with the new root file system as $1. It adds Rust with its Wasm target from the next release, by package
# name and with everything else of that release refused: taking the release would drag in its libc. Where that does not fit, it
# takes the root's own Rust and leaves a note of it.
set -eu
root=$1

in_root() { chroot "$root" env DEBIAN_FRONTEND=noninteractive "$@"; }

if [ -e /etc/ssl/certs/ca-certificates.crt ]; then
    cp -L --preserve=timestamps /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
fi
case $STUDIO_MIRROR in
mirror+file:*) # a list of mirrors in a file of the host
    mkdir -p "$root$(dirname "${STUDIO_MIRROR#mirror+file:}")"
    cp "${STUDIO_MIRROR#mirror+file:}" "$root${STUDIO_MIRROR#mirror+file:}"
    ;;
esac

# The index may be past its date; its signature is still checked.
cat >"$root/etc/apt/sources.list.d/$STUDIO_NEWER.sources" <<STANZA
Types: deb
URIs: $STUDIO_MIRROR
Suites: $STUDIO_NEWER
Components: main
Check-Valid-Until: no
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
STANZA
cat >"$root/etc/apt/preferences.d/$STUDIO_NEWER" <<PIN
Package: *
Pin: release n=$STUDIO_NEWER
Pin-Priority: -1

Package: $STUDIO_RUST libstd-rust-*
Pin: release n=$STUDIO_NEWER
Pin-Priority: 990
PIN

if in_root apt-get update -o APT::Update::Error-Mode=any && in_root apt-get install -s --no-install-recommends $STUDIO_RUST >/dev/null; then
    in_root apt-get install -y --no-install-recommends $STUDIO_RUST
else
    rm "$root/etc/apt/sources.list.d/$STUDIO_NEWER.sources" "$root/etc/apt/preferences.d/$STUDIO_NEWER"
    in_root apt-get update
    in_root apt-get install -y --no-install-recommends $STUDIO_RUST
    echo "Rust of the Debian release “$STUDIO_NEWER” did not fit: $(in_root rustc --version) is here instead." >"$root/.note"
fi
in_root rustc --version
