#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The set-up of ./run and ./test where it goes wrong or is interrupted: the real scripts in a copy of the checkout, with a cache
# of their own. Only what takes minutes or changes the machine is a stub: apt, mmdebstrap (makes a root of a few megabytes), cargo and
# cmake. The root is entered by the real bwrap.
#   bootstrap_test.sh [PATTERN]   those whose name matches
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
. "$here/machine.sh"
. "$here/steps.sh"
. "$here/roots.sh"
. "$here/calls.sh"

common=$(mktemp -d)
trap 'rm -rf "$common"' EXIT
make_tools
make_template
passed=0
failed=0
skipped=0
for name in $(compgen -A function | grep ^test_ | grep -e "${1:-}"); do
    begin=$SECONDS
    # In a file: a pipe would be waited for until the last process that a failed test leaves has ended.
    (new_machine && "$name") >"$common/out" 2>&1 </dev/null
    case $? in
    0) passed=$((passed + 1)) verdict=ok ;;
    77) skipped=$((skipped + 1)) verdict="skipped: $(tail -n 1 "$common/out")" ;;
    *) failed=$((failed + 1)) verdict=FAILED ;;
    esac
    printf '%s … %s (%d s)\n' "${name#test_}" "$verdict" $((SECONDS - begin))
    [ "$verdict" != FAILED ] || sed 's/^/    /' "$common/out"
done
printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
