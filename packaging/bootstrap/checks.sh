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
    sources '(' -name '*.cpp' -o -name '*.h' ')' | xargs -d '\n' clang-format --dry-run --Werror
}

check_licences() {
    local missing
    missing=$(sources '(' -name '*.cpp' -o -name '*.h' -o -name '*.rs' -o -name '*.sh' -o -name '*.py' -o -name CMakeLists.txt -o -name '*.cmake' ')' |
        grep -v -e '^resources/samples/' | xargs -d '\n' grep -L 'SPDX-License-Identifier' || true)
    [ -z "$missing" ] || { printf 'no SPDX line: %s\n' "$missing"; return 1; }
}

check_shell() {
    sources '(' -name '*.sh' -o -name run -o -name test ')' | xargs -d '\n' shellcheck --severity=warning
}

# A wait of a fixed length is too short on a busy machine and too long on any other. Where there is no condition to wait
# for, its line or the one above says why: “fixed wait: …”.
check_waits() {
    local found
    found=$(cd "$top" && find tests -type f '(' -name '*.cpp' -o -name '*.h' -o -name '*.py' ')' -print0 | xargs -0 awk '
        FNR == 1 { before = "" }
        /qWait\(|qSleep\(|QThread::u?m?sleep\(|this_thread::sleep_|[^:_a-z]u?sleep\([0-9]|nanosleep\(|time\.sleep\(/ {
            if ($0 !~ /fixed wait: ./ && before !~ /fixed wait: ./) { print FILENAME ":" FNR ": " $0 }
        }
        { before = $0 }')
    [ -z "$found" ] || { printf '%s\n' "$found"; return 1; }
}

# What stands at a path may be a pipe or a device. core/base/files.h opens and reads regular files without waiting; what
# is read in another way says on its line or the one above why that cannot hang: “plain read: …”.
check_reads() {
    local found
    found=$(cd "$top" && find core app ui -type f '(' -name '*.cpp' -o -name '*.h' ')' -not -path 'core/base/*' -print0 | xargs -0 awk '
        FNR == 1 { before = "" }
        /open\(.*(QIODevice|QFile|QIODeviceBase)::Read(Only|Write)|(^|[^A-Za-z_])fopen\(|std::i?fstream|O_RD(ONLY|WR)/ {
            if ($0 !~ /O_NONBLOCK|O_DIRECTORY|"\/dev\/null"|plain read: ./ && before !~ /plain read: ./) { print FILENAME ":" FNR ": " $0 }
        }
        { before = $0 }')
    [ -z "$found" ] || { printf '%s\n' "$found"; return 1; }
}

# toml++ follows dotted keys until the stack ends; parseToml() (core/manifest/toml_text.h) refuses such a text.
check_toml() {
    ! grep -rnE 'toml::parse(_file)?\(' "$top/core" "$top/app" "$top/ui" --include='*.cpp' --include='*.h' |
        grep -v '/core/manifest/toml_text\.cpp:'
}

# Where a QTemporaryDir cannot be made its path is empty. makeTemporaryFolder() (core/base/temporary_folder.h) says so.
check_temporary() {
    ! grep -rnE 'QTemporary(Dir|File)[^>*&]*[;({]' "$top/core" --include='*.cpp' --include='*.h' |
        grep -vE '/core/(base/temporary_folder|runner/scratch)\.(cpp|h):'
}

# Two types of one name and namespace are one to the linker, which takes the functions of either: a program then runs the
# code of the other one. Types of headers; in a .cpp they stand in namespaces without a name.
check_types() {
    local found
    found=$(cd "$top" && find core app ui -name '*.h' -print0 | xargs -0 awk '
        FNR == 1 { space = "" }
        /^namespace / { space = $2 }
        /^(struct|class) [A-Za-z]+( final)?( *:.*)?$|^(struct|class) [A-Za-z]+ .*\{/ {
            name = space "::" $2
            if (name in first) { print FILENAME ": " name " is also in " first[name] }
            first[name] = FILENAME
        }')
    [ -z "$found" ] || { printf '%s\n' "$found"; return 1; }
}

# What the core says to a person can be translated. The HTTP API answers programs, in English.
check_translated() {
    cd "$top" && find core -type f '(' -name '*.cpp' -o -name '*.h' ')' -not -path 'core/gateway/*' -not -path 'core/api_json/*' -print0 |
        sort -z | xargs -0 python3 "$top/packaging/bootstrap/untranslated.py"
}

check_neutral() {
    ! sources -not -name checks.sh -not -name Cargo.lock -not -name '*.svg' |
        xargs -d '\n' grep -nIE '://[a-z0-9.-]*(debian|crates|npmjs|pypi|pythonhosted)[a-z0-9.-]*|/(root|work)/[a-z]'
}
