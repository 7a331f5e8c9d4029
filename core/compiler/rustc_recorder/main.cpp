// SPDX-License-Identifier: GPL-3.0-or-later
// ignite-rustc RUSTC ARGS…  runs RUSTC with ARGS. Cargo starts it as its RUSTC_WORKSPACE_WRAPPER.
// Where IGNITE_RUSTC_RECORD names a file and the command links something, the command is written there first, each
// text with a NUL behind it: the number of the arguments, the arguments, then NAME=VALUE for each variable that cargo
// sets for a crate (The Cargo Book, Environment Variables). No other variable: one of them may be a secret.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <string_view>
#include <unistd.h>

namespace {

constexpr auto recordVariable = "IGNITE_RUSTC_RECORD";
constexpr std::array<std::string_view, 9> cargosVariables{
    "CARGO=",           "CARGO_PKG_",     "CARGO_MANIFEST_",        "CARGO_CRATE_NAME=",
    "CARGO_BIN_NAME=",  "CARGO_BIN_EXE_", "CARGO_PRIMARY_PACKAGE=", "CARGO_TARGET_TMPDIR=",
    "LD_LIBRARY_PATH=",
};

/// Cargo asks rustc for its version and settings through the wrapper too.
bool isLink(char **arguments)
{
    for (; *arguments; ++arguments) {
        const std::string_view argument(*arguments);
        if (argument.starts_with("--emit=") && argument.find("link") != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

bool isCargos(std::string_view variable)
{
    for (const std::string_view prefix : cargosVariables) {
        if (variable.starts_with(prefix)) {
            return true;
        }
    }
    return false;
}

bool put(std::FILE *file, const char *text)
{
    return std::fwrite(text, 1, std::strlen(text) + 1, file) == std::strlen(text) + 1;
}

bool writeCommand(std::FILE *file, char **arguments)
{
    int count = 0;
    while (arguments[count]) {
        ++count;
    }
    std::array<char, 16> number{};
    std::snprintf(number.data(), number.size(), "%d", count);
    bool isWritten = put(file, number.data());
    for (; *arguments; ++arguments) {
        isWritten = isWritten && put(file, *arguments);
    }
    for (char **variable = environ; *variable; ++variable) {
        isWritten = isWritten && (!isCargos(*variable) || put(file, *variable));
    }
    return isWritten;
}

/// The whole file or none. Without it the next compile runs cargo, so that nothing is said.
void record(const char *path, char **arguments)
{
    std::array<char, 4096> beside{};
    const int length = std::snprintf(beside.data(), beside.size(), "%s.%ld", path, static_cast<long>(::getpid()));
    if (length < 0 || static_cast<std::size_t>(length) >= beside.size()) {
        return;
    }
    const int descriptor = ::open(beside.data(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    std::FILE *const file = descriptor < 0 ? nullptr : ::fdopen(descriptor, "w");
    if (!file) {
        return;
    }
    const bool isWritten = writeCommand(file, arguments);
    if (std::fclose(file) != 0 || !isWritten || std::rename(beside.data(), path) != 0) {
        ::unlink(beside.data());
    }
}

} // namespace

int main(int count, char **arguments)
{
    if (count < 2) {
        std::fputs("usage: ignite-rustc RUSTC [ARGUMENT...]\n", stderr); // untranslated: for Cargo, which starts it
        return 2;
    }
    char **const command = arguments + 1;
    if (const char *const path = std::getenv(recordVariable); path && isLink(command)) {
        record(path, command);
    }
    ::unsetenv(recordVariable);
    ::execvp(command[0], command);
    std::perror(command[0]);
    return 127;
}
