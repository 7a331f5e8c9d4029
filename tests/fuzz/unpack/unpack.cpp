// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as an archive: unpacking refuses or lays out, writes nothing outside, and leaves nothing where it refused.
// What it has laid out can be packed and unpacked again, in both formats, to the same tree.
#include "core/archive/archive.h"
#include "tests/fuzz/expect.h"

#include <QTemporaryDir>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <vector>
#include <zlib.h>

using namespace studio;

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t *data, std::size_t size, std::size_t most);

namespace {

constexpr UnpackLimits limits{.entries = 200, .bytes = 1 << 20, .ratio = 200};
constexpr std::size_t maxTar = 1 << 18;
constexpr std::size_t block = 512;

std::string inflated(std::span<const std::uint8_t> data)
{
    z_stream stream{};
    if (::inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) {
        return {};
    }
    std::string out(maxTar, '\0');
    stream.next_in = const_cast<Bytef *>(data.data());
    stream.avail_in = static_cast<uInt>(data.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    ::inflate(&stream, Z_FINISH);
    out.resize(out.size() - stream.avail_out);
    ::inflateEnd(&stream);
    return out;
}

std::size_t deflated(const std::string &tar, std::span<std::uint8_t> out)
{
    z_stream stream{};
    if (::deflateInit2(&stream, 1, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        return 0;
    }
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(tar.data()));
    stream.avail_in = static_cast<uInt>(tar.size());
    stream.next_out = out.data();
    stream.avail_out = static_cast<uInt>(out.size());
    const bool whole = ::deflate(&stream, Z_FINISH) == Z_STREAM_END;
    ::deflateEnd(&stream);
    return whole ? out.size() - stream.avail_out : 0;
}

/// Gives the headers their right sums again, or no mutation would get past the first check.
void mendSums(std::string &tar)
{
    for (std::size_t at = 0; at + block <= tar.size(); at += block) {
        if (std::memcmp(tar.data() + at + 257, "ustar", 5) != 0) {
            continue;
        }
        std::memset(tar.data() + at + 148, ' ', 8);
        unsigned sum = 0;
        for (std::size_t i = 0; i < block; ++i) {
            sum += static_cast<unsigned char>(tar[at + i]);
        }
        char text[8];
        std::snprintf(text, sizeof text, "%06o", sum & 0777777);
        std::memcpy(tar.data() + at + 148, text, 7);
    }
}

/// The files of a listing without the rest of the place: unpacked must hold exactly `to` and what was there before.
void expectOnly(const std::string &place, std::initializer_list<const char *> names)
{
    std::size_t found = 0;
    for (const auto &entry : std::filesystem::directory_iterator(place)) {
        FUZZ_EXPECT(std::ranges::contains(names, entry.path().filename().string()));
        ++found;
    }
    FUZZ_EXPECT(found == names.size());
}

void expectSameAgain(const QString &place, ArchiveFormat format, const Unpacked &unpacked)
{
    const QString archive = place + QStringLiteral("/again");
    const QString to = place + QStringLiteral("/to2");
    const auto packed = packFolder(place + QStringLiteral("/to"), archive, format);
    if (!packed) { // a folder that is left out everywhere, such as target, may hold everything
        std::fprintf(stderr, "%s\n", qPrintable(packed.error().message));
        std::abort();
    }
    auto listed = listSourceFiles(place + QStringLiteral("/to"));
    FUZZ_EXPECT(listed);
    FUZZ_EXPECT(listed->size() <= unpacked.files.size());
    // What macOS adds is passed over; inside a top folder it was not seen as that the first time.
    erase_if(*listed, [](const SourceFile &file) { return file.path.startsWith(QLatin1StringView("__MACOSX/")); });
    const auto again = unpackArchive(archive, to);
    if (!again) {
        std::fprintf(stderr, "%s\n", qPrintable(again.error().message));
        std::abort();
    }
    // One top folder around a Cargo.toml is taken off the second time too.
    FUZZ_EXPECT(again->files.size() == listed->size());
    FUZZ_EXPECT(!again->topFolder.isEmpty() || again->files == *listed);
    std::filesystem::remove_all(to.toStdString());
    std::filesystem::remove(archive.toStdString());
}

} // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t *data, std::size_t size, std::size_t most, unsigned seed)
{
    const bool gzip = size > 2 && data[0] == 0x1f && data[1] == 0x8b;
    if (!gzip || seed % 8 == 0) {
        return LLVMFuzzerMutate(data, size, most);
    }
    std::string tar = inflated({data, size});
    const std::size_t before = tar.size();
    tar.resize(maxTar);
    tar.resize(LLVMFuzzerMutate(reinterpret_cast<std::uint8_t *>(tar.data()), before, maxTar));
    if (seed % 4 != 0) {
        mendSums(tar);
    }
    const std::size_t made = deflated(tar, {data, most});
    return made > 0 ? made : LLVMFuzzerMutate(data, size, most);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const QTemporaryDir scratch(QStringLiteral("/dev/shm/fuzz-XXXXXX"));
    const QString place = scratch.path();
    std::ofstream((place + QStringLiteral("/archive")).toStdString(), std::ios::binary)
        .write(reinterpret_cast<const char *>(data), static_cast<std::streamsize>(size));
    const auto unpacked = unpackArchive(place + QStringLiteral("/archive"), place + QStringLiteral("/to"), limits);
    if (!unpacked) {
        FUZZ_EXPECT(!unpacked.error().message.isEmpty());
        expectOnly(place.toStdString(), {"archive"});
        return 0;
    }
    expectOnly(place.toStdString(), {"archive", "to"});
    for (const auto &entry : std::filesystem::recursive_directory_iterator(place.toStdString() + "/to")) {
        FUZZ_EXPECT(entry.symlink_status().type() == std::filesystem::file_type::regular ||
                    entry.symlink_status().type() == std::filesystem::file_type::directory);
    }
    expectSameAgain(place, data[0] == 'P' ? ArchiveFormat::TarGz : ArchiveFormat::Zip, *unpacked);
    std::filesystem::remove_all(place.toStdString() + "/to");
    return 0;
}
