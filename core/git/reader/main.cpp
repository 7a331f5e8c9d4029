// SPDX-License-Identifier: GPL-3.0-or-later
// ignite-git committed PATH MAX   folders to watch, each with a NUL, an empty one, then "+" and the bytes, or "-"
// ignite-git changes SIZE         standard input: SIZE bytes of the text before, then the text; "line count line count"
// ignite-git status FOLDER MAX    folders to watch as above, the folder of the files with a NUL, for each entry a
//                                 letter and a path with a NUL; "." where these are all, "+" where there may be more
// Exit code 1: there is no repository, or it cannot be read.
#include "core/git/reader/committed.h"
#include "core/git/reader/line_diff.h"
#include "core/git/reader/status.h"

#include <cstdio>
#include <cstdlib>
#include <git2.h>
#include <string>
#include <string_view>

namespace {

using namespace studio::git::reader;

void print(std::string_view bytes)
{
    std::fwrite(bytes.data(), 1, bytes.size(), stdout);
}

void printFolders(const std::vector<std::string> &folders)
{
    for (const std::string &folder : folders) {
        print({folder.c_str(), folder.size() + 1});
    }
    print({"", 1});
}

int printCommitted(const std::string &path, size_t maxBytes)
{
    const auto file = readCommitted(path, maxBytes);
    if (!file) {
        return 1;
    }
    printFolders(file->watched);
    print(file->bytes ? "+" + *file->bytes : "-");
    return 0;
}

int printStatus(const std::string &folder, size_t maxEntries)
{
    const auto status = readStatus(folder, {.maxEntries = maxEntries});
    if (!status) {
        return 1;
    }
    printFolders(status->watched);
    print({status->files.c_str(), status->files.size() + 1});
    for (const Status::Entry &entry : status->entries) {
        print({&entry.state, 1});
        print({entry.path.c_str(), entry.path.size() + 1});
    }
    print(status->isComplete ? "." : "+");
    return 0;
}

std::string readInput()
{
    std::string input;
    char part[1 << 16];
    while (const size_t size = std::fread(part, 1, sizeof part, stdin)) {
        input.append(part, size);
    }
    return input;
}

int printChanges(size_t size)
{
    const std::string input = readInput();
    if (size > input.size()) {
        return 1;
    }
    const std::string_view both = input;
    const auto changes = diffLines(both.substr(0, size), both.substr(size));
    if (!changes) {
        return 1;
    }
    for (const ChangedLines &one : *changes) {
        std::printf("%d %d %d %d\n", one.line, one.count, one.beforeLine, one.beforeCount);
    }
    return 0;
}

} // namespace

int main(int count, char **arguments)
{
    const std::string_view command = count > 1 ? arguments[1] : "";
    git_libgit2_init();
    int code = 2;
    if (command == "committed" && count == 4) {
        code = printCommitted(arguments[2], std::strtoull(arguments[3], nullptr, 10));
    } else if (command == "status" && count == 4) {
        code = printStatus(arguments[2], std::strtoull(arguments[3], nullptr, 10));
    } else if (command == "changes" && count == 3) {
        code = printChanges(std::strtoull(arguments[2], nullptr, 10));
    }
    return std::fflush(stdout) == 0 ? code : 1;
}
