// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/archive/archive.h"

#include <QString>

#include <cstdio>
#include <fstream>
#include <string>

using namespace studio;

/// Packs and unpacks from the command line, for what must be measured from outside: time beside other programs, and
/// memory. archive_tool tar.gz|zip FOLDER ARCHIVE | archive_tool unpack ARCHIVE FOLDER; prints the peak in KiB.
int main(int argc, char **argv)
{
    if (argc != 4) {
        return 2;
    }
    const QString what = QString::fromLocal8Bit(argv[1]);
    const QString from = QString::fromLocal8Bit(argv[2]);
    const QString to = QString::fromLocal8Bit(argv[3]);
    const auto failed =
        what == QLatin1String("unpack")
            ? unpackArchive(from, to).transform([](const auto &) {})
            : packFolder(from, to, what == QLatin1String("zip") ? ArchiveFormat::Zip : ArchiveFormat::TarGz)
                  .transform([](const auto &) {});
    if (!failed) {
        std::fprintf(stderr, "%s\n", qPrintable(failed.error().message));
        return 1;
    }
    // Not ru_maxrss, which begins with the memory of the process that started this one.
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM:")) {
            std::printf("%ld\n", std::stol(line.substr(6)));
        }
    }
    return 0;
}
