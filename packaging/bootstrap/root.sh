# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Where the distribution is too old for the packages: a Debian 13 root file system in the cache, made beside and renamed.

suite=trixie
newer=forky # Rust alone comes from here

# The mirrors are those that this machine's own apt uses.
mirror_of() {
    apt-get indextargets --format '$(CREATED_BY) $(SITE) $(ORIGIN) $(LABEL)' 2>/dev/null |
        awk -v label="$1" '$1 == "Packages" && $3 == "Debian" && $4 == label { print $2; exit }'
}

root_path() {
    local recipe
    recipe=$(cat "$top"/packaging/bootstrap/{packages.txt,rust-packages.txt,root.sh} | sha256sum | cut -c 1-12)
    printf '%s/root-%s' "$cache" "$recipe"
}

need_tools() {
    local missing=()
    command -v mmdebstrap >/dev/null || missing+=(mmdebstrap)
    command -v bwrap >/dev/null || missing+=(bubblewrap)
    [ ${#missing[@]} -eq 0 ] && return
    command -v apt-get >/dev/null ||
        die "this needs a Debian 13 root file system, and ${missing[*]} to make one. Install ${missing[*]}, or run inside a Debian 13 container."
    [ "$(id -u)" -eq 0 ] || die "${missing[*]} are missing. Install them with: sudo apt-get install ${missing[*]} uidmap"
    step "Update the package index" apt-get update
    step "Install ${missing[*]}" apt-get install -y --no-install-recommends "${missing[@]}"
}

make_root() {
    local root site security beside
    root=$(root_path)
    [ -e "$root/.complete" ] && return
    need_tools
    site=$(mirror_of Debian)
    security=$(mirror_of Debian-Security)
    [ -n "$site" ] || { step "Update the package index" apt-get update; site=$(mirror_of Debian); security=$(mirror_of Debian-Security); }
    [ -n "$site" ] || die "apt knows no Debian mirror. Check /etc/apt/sources.list, then call again."
    local free
    free=$(df -Pk "$cache" | awk 'NR == 2 { print int($4 / 1024) }')
    [ "$free" -ge 4000 ] || die "the root file system takes 3 GB and $cache has $free MB free. Make room, or set XDG_CACHE_HOME to another disk."
    # What a killed call left behind: nobody else is here while the lock is held.
    rm -rf --one-file-system "$cache"/root-*.new
    beside=$root.new
    step "Make a Debian 13 root file system (once)" bootstrap "$beside" "$site" "$security"
    step "Add Rust with its Wasm target" add_rust "$beside" "$site"
    touch "$beside/.complete"
    mv "$beside" "$root"
    local old
    for old in "$cache"/root-*; do
        [ "$old" = "$root" ] || rm -rf --one-file-system "$old"
    done
}

bootstrap() {
    local lines=("deb $2 $suite main" "deb $2 $suite-updates main")
    [ -z "$3" ] || lines+=("deb $3 $suite-security main")
    mmdebstrap --variant=apt --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Retries "3"' \
        --include="$(names_in "$top/packaging/bootstrap/packages.txt" | paste -sd,)" \
        "$suite" "$1" "${lines[@]}"
    cp -L /etc/ssl/certs/ca-certificates.crt "$1/etc/ssl/certs/ca-certificates.crt"
}

# By package name, with everything else of that release refused: taking the release would drag in its libc.
add_rust() {
    local wanted
    wanted=$(names_in "$top/packaging/bootstrap/rust-packages.txt" | paste -sd' ')
    cat >"$1/etc/apt/sources.list.d/$newer.sources" <<STANZA
Types: deb
URIs: $2
Suites: $newer
Components: main
Check-Valid-Until: no
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
STANZA
    cat >"$1/etc/apt/preferences.d/$newer" <<PIN
Package: *
Pin: release n=$newer
Pin-Priority: -1

Package: $wanted libstd-rust-*
Pin: release n=$newer
Pin-Priority: 990
PIN
    # shellcheck disable=SC2086 # a list of names
    enter_root "$1" sh -c "apt-get update && apt-get install -y --no-install-recommends $wanted && rustc --version"
}

# Enters the root with every folder of the host that is not the system's own at the same path. The mounts live in a name space
# of their own and are gone with it.
enter_root() {
    local root=$1 folder mounts=()
    shift
    for folder in /*; do
        case $folder in
        /bin | /boot | /dev | /etc | /lib* | /lost+found | /proc | /run | /sbin | /sys | /usr | /var) ;;
        *) [ -d "$folder" ] && [ ! -L "$folder" ] && mounts+=(--bind "$folder" "$folder") ;;
        esac
    done
    for folder in "$cache" "$top" "$PWD" "${XDG_RUNTIME_DIR:-}"; do
        [ -n "$folder" ] && [ -d "$folder" ] && mounts+=(--bind "$folder" "$folder")
    done
    local files=(/etc/resolv.conf /etc/hosts)
    # The names of the caller and their groups; the root file system knows root itself, and packages may write these two.
    [ "$(id -u)" -eq 0 ] || files+=(/etc/passwd /etc/group)
    for folder in "${files[@]}"; do
        [ -e "$folder" ] && mounts+=(--ro-bind "$(readlink -f "$folder")" "$folder")
    done
    local zone=${TZ:-$(readlink -f /etc/localtime | sed -n 's,.*/zoneinfo/,,p')}
    bwrap --bind "$root" / --dev-bind /dev /dev --proc /proc --ro-bind /sys /sys --tmpfs /run "${mounts[@]}" \
        --unshare-pid --die-with-parent --chdir "$PWD" \
        --setenv IGNITE_STUDIO_INSIDE 1 --setenv TZ "${zone:-UTC}" --setenv PATH "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin:$HOME/.cargo/bin" "$@"
}
