# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Entering the root file system: the host's own folders are at their places, those of the system are the root's.

# enter_root ROOT COMMAND… becomes COMMAND inside. The mounts live in a name space of their own and are gone with it; so are all
# processes, also where this one is killed.
enter_root() {
    local root=$1 host=() mounts=() folder here zone
    shift
    host_folders
    show_folder ''
    for folder in "${host[@]}"; do
        mounts+=(--bind "$folder" "$folder")
    done
    add_files
    here=$PWD
    ! is_system "$here" || here=$(pwd -P)
    zone=${TZ:-$(readlink -f /etc/localtime | sed -n 's,.*/zoneinfo/,,p')}
    # The host's libraries and locales are not there.
    local settings=(--setenv IGNITE_STUDIO_INSIDE "$(basename "$root")" --setenv STUDIO_CACHE "$cache" --setenv TZ "${zone:-UTC}" --setenv LC_ALL C.UTF-8
        --setenv PATH "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin:${CARGO_HOME:-$HOME/.cargo}/bin"
        --unsetenv LD_PRELOAD --unsetenv LD_LIBRARY_PATH --unsetenv QT_PLUGIN_PATH)
    [ -d "${TMPDIR:-/tmp}" ] || settings+=(--unsetenv TMPDIR)
    exec bwrap --tmpfs /run "${mounts[@]}" --dev-bind /dev /dev --proc /proc --ro-bind /sys /sys \
        --unshare-pid --die-with-parent --chdir "$here" "${settings[@]}" "$@"
}

# Whether a path belongs to the system, so that inside the root's own stands in its place.
is_system() {
    local first=${1#/}
    case ${first%%/*} in
    '' | bin | boot | dev | etc | lib | lib32 | lib64 | libx32 | lost+found | proc | run | sbin | sys | usr | var) return 0 ;;
    *) return 1 ;;
    esac
}

# Sets `host`: the host's folders to show, and files that stand alone. Besides everything that is not the system's these are the
# places that matter to the caller and lie within it, such as a home below /var or a display's cookie below /run, as long as the
# root has nothing of its own there: /usr/lib or / of the host would replace what everything inside runs on.
host_folders() {
    local path places=("$PWD" "$top" "$cache" "$HOME" "$HOME/.cache" "$HOME/.config" "$HOME/.local/share" "${TMPDIR:-}"
        "${XDG_CACHE_HOME:-}" "${XDG_CONFIG_HOME:-}" "${XDG_DATA_HOME:-}" "${XDG_RUNTIME_DIR:-}" "${XAUTHORITY:-}"
        "${CARGO_HOME:-}" "${RUSTUP_HOME:-}" "${CCACHE_DIR:-}")
    [[ ${WAYLAND_DISPLAY:-} != /* ]] || places+=("$WAYLAND_DISPLAY")
    for path in /*; do
        if [ -d "$path" ] && ! is_system "$path"; then host+=("$path"); fi
    done
    while read -r -d '' path; do
        if [ -e "$path" ] && is_system "$path" && ! is_roots "$path"; then host+=("$path"); fi
    done < <(readlink -z -f -- "${places[@]}" 2>/dev/null)
}

is_roots() {
    case $1 in
    / | /run | /dev | /dev/* | /proc | /proc/* | /sys | /sys/*) return 0 ;;
    /run/*) return 1 ;;
    esac
    [ -e "$root$1" ] && { [ ! -d "$root$1" ] || [ -n "$(ls -A "$root$1")" ]; }
}

# Shows the root's folder, whole where it can: where something of the host is wanted below it, its entries one by one, because
# a mount point cannot be made in another user's file system, and should not be in ours.
show_folder() {
    local entry name
    for entry in "$root$1"/* "$root$1"/.[!.]*; do
        name=${entry#"$root"}
        case $name in
        /dev | /proc | /sys | /run | /.complete) continue ;;
        esac
        if [ -L "$entry" ]; then
            mounts+=(--symlink "$(readlink "$entry")" "$name")
        elif wanted_below "$name"; then
            mounts+=(--perms 0755 --dir "$name")
            show_folder "$name"
        elif [ -e "$entry" ] && ! wanted "$name"; then
            mounts+=(--bind "$entry" "$name")
        fi
    done
}

wanted() {
    local path
    for path in "${host[@]}"; do
        [ "$path" != "$1" ] || return 0
    done
    return 1
}

wanted_below() {
    local path
    for path in "${host[@]}"; do
        [[ $path != "$1"/* ]] || return 0
    done
    return 1
}

# Files of the host within the root's /etc.
add_files() {
    local file user
    for file in /etc/resolv.conf /etc/hosts; do
        [ ! -e "$file" ] || mounts+=(--ro-bind "$(readlink -f "$file")" "$file")
    done
    user=$(id -u)
    # Root has its name inside, and packages may write these two.
    [ "$user" -ne 0 ] || return 0
    exec {file}< <(with_entry /etc/passwd passwd "$user" "user:x:$user:$(id -g):user:$HOME:/bin/bash")
    mounts+=(--ro-bind-data "$file" /etc/passwd)
    exec {file}< <(with_entry /etc/group group "$(id -g)" "user:x:$(id -g):")
    mounts+=(--ro-bind-data "$file" /etc/group)
}

# with_entry FILE DATABASE ID LINE: the host's names, with the caller's also where another service or none knows it.
with_entry() {
    cat "$1"
    awk -F: -v id="$3" '$3 == id { found = 1 } END { exit !found }' "$1" || getent "$2" "$3" || printf '%s\n' "$4"
}
