# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Checks of the sources that need no compiler. Each prints what is wrong and returns non-zero.

check() {
    local name=$1 out
    shift
    if out=$("$@" 2>&1); then
        passed=$((passed + 1))
        printf 'check: %s … ok\n' "$name"
    else
        failed=$((failed + 1))
        printf 'check: %s … FAILED\n%s\n' "$name" "$out"
    fi
}

sources() { cd "$top" && find app core ui tests packaging resources run test -type f "$@" -not -path '*/target/*' -not -path '*/__pycache__/*'; }

check_format() {
    sources '(' -name '*.cpp' -o -name '*.h' ')' | xargs clang-format --dry-run --Werror
}

check_licences() {
    local missing
    missing=$(sources '(' -name '*.cpp' -o -name '*.h' -o -name '*.rs' -o -name '*.sh' -o -name '*.py' -o -name CMakeLists.txt -o -name '*.cmake' ')' |
        grep -v -e '^resources/samples/' | xargs grep -L 'SPDX-License-Identifier' || true)
    [ -z "$missing" ] || { printf 'no SPDX line: %s\n' "$missing"; return 1; }
}

check_shell() {
    sources '(' -name '*.sh' -o -name run -o -name test ')' | xargs shellcheck --severity=warning
}

check_neutral() {
    ! sources -not -name checks.sh -not -name Cargo.lock -not -name '*.svg' |
        xargs grep -nIE '://[a-z0-9.-]*(debian|crates|npmjs|pypi|pythonhosted)[a-z0-9.-]*|/(root|work)/[a-z]'
}
