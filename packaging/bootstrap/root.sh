# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Where the distribution has not got the packages: a Debian 13 root file system in the cache, made beside and renamed.

root_path() {
    local recipe
    recipe=$(grep -hv '^ *#' "${recipe_files[@]}" | sha256sum | cut -c 1-12)
    printf '%s/root-%s' "$cache" "$recipe"
}

# Takes the root file system into use, where there is one: while this process lives, no other one removes it.
use_root() {
    root=$(root_path)
    [ -e "$root/.complete" ] || return 1
    { exec 8<"$root/.complete"; } 2>/dev/null || return 1
    flock -s 8
    # Another call may have taken it away between the two.
    [ -e "$root/.complete" ] || return 1
    touch -c "$root/.complete" 2>/dev/null || true
    remove_old_roots 1440
}

make_root() {
    ! use_root || return 0 # another call made it while this one waited
    need_tools
    need_mirror
    # What killed calls left behind: no other call makes one while the lock is held.
    remove "$cache"/root-*.new "$cache"/root-*.old
    remove_workplace
    need_room
    trap 'remove "$root.new"; remove_workplace' EXIT
    step "Make a Debian 13 root file system (once)" make_base "$root.new" "$mirror" "$security"
    touch "$root.new/.complete"
    sync -f "$root.new/.complete" # a power cut must not leave an empty file behind that mark
    remove "$root"                # one that lost its mark
    mv -T "$root.new" "$root"
    trap - EXIT
    remove_workplace
    use_root
}

# Where a user other than root has it made: a place that subordinate users reach, as a home need not be.
workplace() { printf '/var/tmp/ignite-studio-%s' "$(printf '%s\n' "$(id -u)" "$cache" | sha256sum | cut -c 1-12)"; }

remove_workplace() {
    local place
    place=$(workplace)
    if [ "$(id -u)" -ne 0 ] && [ -O "$place" ]; then
        # Subordinate users own what is in there, and cannot list the place itself.
        mmdebstrap --unshare-helper find "$place"/mmdebstrap.* -mindepth 1 -delete >/dev/null 2>&1 || true
        remove "$place"
    fi
}

remove() {
    local folder
    for folder in "$@"; do
        [ ! -e "$folder" ] || rm -rf --one-file-system "$folder" 2>/dev/null || die "cannot remove $folder. Remove it, and call again."
    done
}

# remove_old_roots MINUTES: those of other recipes that are not in use, and have not been for so long: another checkout may have
# that recipe. The rename comes first, so that a removal that is killed leaves no half of a root.
remove_old_roots() {
    local mark old
    while read -r mark; do
        old=$(dirname "$mark")
        (
            exec 7<"$mark" && flock -n 7 && mv -T "$old" "$old.old" && rm -rf --one-file-system "$old.old"
        ) 2>/dev/null || true
    done < <(find "$cache" -mindepth 2 -maxdepth 2 -path '*/root-*' -name .complete -mmin "+$1" 2>/dev/null)
}

need_room() {
    local wanted=4000 # it has 2500 MB in the end
    [ "$(id -u)" -eq 0 ] || wanted=6500
    [ "$(free_space "$cache")" -ge $wanted ] || remove_old_roots 0
    need_space "$cache" $wanted "set XDG_CACHE_HOME to a folder on another disk."
    [ "$(id -u)" -eq 0 ] || need_space /var/tmp 3000 "work in a container: $(container_command)"
}

need_space() {
    local free
    free=$(free_space "$1")
    [ "$free" -ge "$2" ] || die "making the root file system takes $2 MB, and $1 has $free MB free. Make room, or $3"
}

container_command() {
    printf 'podman run --rm -it --privileged -v "%s:%s" -w "%s" debian:13 ./run' "$top" "$top" "$top"
}

need_tools() {
    local missing=()
    command -v mmdebstrap >/dev/null || missing+=(mmdebstrap)
    command -v bwrap >/dev/null || missing+=(bubblewrap)
    [ "$(id -u)" -eq 0 ] || command -v newuidmap >/dev/null || missing+=(uidmap)
    if [ ${#missing[@]} -gt 0 ]; then
        command -v apt-get >/dev/null ||
            die "this builds in a Debian 13 root file system, which takes apt to make, and this system has none. Work in a container: $(container_command)"
        [ "$(id -u)" -eq 0 ] ||
            die "packages are missing. Install them with “sudo apt-get install ${missing[*]}”, or work in a container: $(container_command)"
        install "${missing[@]}"
    fi
    bwrap --ro-bind / / --dev /dev --proc /proc --unshare-pid true 2>/dev/null ||
        die "this system does not let $(caller_name) make name spaces, which the root file system is entered by. Call as root, or work in a container: $(container_command)"
    [ "$(id -u)" -eq 0 ] || need_subordinate_ids
}

need_subordinate_ids() {
    local name
    name=$(id -un 2>/dev/null) ||
        die "user $(id -u) has no name here, and without root the root file system takes one to make. Work in a container: $(container_command)"
    grep -q "^$name:" /etc/subuid 2>/dev/null ||
        die "$name has no subordinate user ids. Give some with “sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 $name”, or work in a container: $(container_command)"
}

# The mirrors are those that this machine's own apt uses.
need_mirror() {
    mirror=$(mirror_of Debian)
    if [ -z "$mirror" ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        step "Update the package index" apt-get update
        mirror=$(mirror_of Debian)
    fi
    security=$(mirror_of Debian-Security)
    [ -n "$mirror" ] ||
        die "apt knows no Debian mirror. On Debian, call “sudo apt-get update” and see to /etc/apt/sources.list; elsewhere work in a container: $(container_command)"
}

mirror_of() {
    command -v apt-get >/dev/null || return 0
    apt-get indextargets --format '$(CREATED_BY) $(SITE) $(ORIGIN) $(LABEL)' 2>/dev/null |
        awk -v label="$1" '$1 == "Packages" && $3 == "Debian" && $4 == label && !found { print $2; found = 1 }'
}
