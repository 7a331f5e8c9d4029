// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/archive/archive.h"
#include "core/archive/archive_format.h"
#include "core/archive/gzip_reader.h"
#include "core/archive/layout.h"
#include "core/archive/links.h"
#include "core/archive/zip_directory.h"
#include "core/base/task.h"

#include <QObject>

#include <array>
#include <cerrno>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

namespace studio {

namespace {

/// What a tar holds beside the files' own bytes, for each entry: headers, long names, padding.
constexpr qint64 tarOverhead = 8 * 1024;
constexpr qint64 tarPadding = 1 << 20;

std::unexpected<Error> refusedEntry(std::string_view entry, const QString &why)
{
    return fail(ErrorCode::InvalidArgument, QObject::tr("The entry “%1” is refused: %2.").arg(shownName(entry), why));
}

/// A sentence about a file that is neither of the two formats; %1 stands for its name.
QString whatItIs(std::string_view start)
{
    struct Kind
    {
        std::string_view magic;
        std::size_t at;
        const char *sentence;
    };
    using namespace std::string_view_literals;
    static constexpr std::array kinds{
        Kind{"PK\7\10", 0, QT_TRANSLATE_NOOP("QObject", "%1 is one volume of several. Make a single .zip of it.")},
        Kind{"ustar", 257,
             QT_TRANSLATE_NOOP("QObject", "%1 is a .tar that is not compressed. Compress it with gzip to a .tar.gz.")},
        Kind{"\xfd"
             "7zXZ",
             0, QT_TRANSLATE_NOOP("QObject", "%1 is compressed with xz. Make a .zip or a .tar.gz.")},
        Kind{"BZh", 0, QT_TRANSLATE_NOOP("QObject", "%1 is compressed with bzip2. Make a .zip or a .tar.gz.")},
        Kind{"\x28\xb5\x2f\xfd", 0,
             QT_TRANSLATE_NOOP("QObject", "%1 is compressed with zstd. Make a .zip or a .tar.gz.")},
        Kind{"7z\xbc\xaf\x27\x1c", 0, QT_TRANSLATE_NOOP("QObject", "%1 is a 7-Zip archive. Make a .zip or a .tar.gz.")},
        Kind{"Rar!", 0, QT_TRANSLATE_NOOP("QObject", "%1 is a RAR archive. Make a .zip or a .tar.gz.")},
        Kind{"\xff\xfe"sv, 0, QT_TRANSLATE_NOOP("QObject", "%1 is text, not an archive.")},
    };
    for (const Kind &kind : kinds) {
        if (start.size() >= kind.at && start.substr(kind.at).starts_with(kind.magic)) {
            return QObject::tr(kind.sentence);
        }
    }
    const QByteArray text = QByteArray(start.data(), static_cast<qsizetype>(start.size())).trimmed().toLower();
    if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
        return QObject::tr("%1 is a web page, not an archive. Did the download ask for a sign-in?");
    }
    if (start.starts_with("#!") || start.starts_with("MZ")) {
        return QObject::tr("%1 begins with a program, not with an archive. Unpack it, and make a .zip or a .tar.gz of "
                           "the folder.");
    }
    return QObject::tr("%1 is neither a .zip nor a .tar.gz.");
}

/// What macOS adds to an archive beside the files themselves: a folder in a zip, a companion for each file in a tar.
bool isOfMacOs(const std::string &path, mode_t type)
{
    const std::string_view name = std::string_view(path).substr(path.rfind('/') + 1);
    return path == "__MACOSX" || path.starts_with("__MACOSX/") || (type == AE_IFREG && name.starts_with("._"));
}

class Unpacker
{
public:
    Unpacker(QString archive, FileDescriptor fd, const UnpackLimits &limits, std::stop_token stop)
        : m_archive(std::move(archive)), m_fd(std::move(fd)), m_limits(limits), m_stop(std::move(stop))
    {
    }

    Result<Unpacked> into(const QString &folder);

private:
    Result<ArchiveFormat> recognise();
    Result<void> open(ArchiveFormat format);
    Result<void> entries(Layout &layout);
    Result<void> entry(Layout &layout, ::archive_entry *entry);
    Result<void> hardLink(Layout &layout, const std::string &path, std::string_view target);
    Result<void> regularFile(Layout &layout, const std::string &path, ::archive_entry *entry);
    Result<void> symbolicLinks(Layout &layout);
    [[nodiscard]] std::unexpected<Error> readFailed(const QString &entry) const;

    QString m_archive;
    FileDescriptor m_fd;
    UnpackLimits m_limits;
    std::stop_token m_stop;
    qint64 m_bytes = 0; // of the archive
    qint64 m_entries = 0;
    std::unique_ptr<GzipReader> m_gzip;
    ArchiveReader m_reader{nullptr, ::archive_read_free};
    Links m_links;
};

Result<ArchiveFormat> Unpacker::recognise()
{
    std::array<char, 512> start{}; // a block of a tar
    const ssize_t got = ::pread(m_fd.get(), start.data(), start.size(), 0);
    if (got < 0) {
        return std::unexpected(systemError(QObject::tr("Could not read %1: %2."), m_archive, errno));
    }
    const std::string_view bytes(start.data(), static_cast<std::size_t>(got));
    if (bytes.starts_with("\x1f\x8b")) {
        return ArchiveFormat::TarGz;
    }
    if (bytes.starts_with("PK\3\4") || bytes.starts_with("PK\5\6")) {
        return ArchiveFormat::Zip;
    }
    return fail(ErrorCode::InvalidArgument, whatItIs(bytes).arg(m_archive));
}

Result<void> Unpacker::open(ArchiveFormat format)
{
    m_reader = makeReader(format);
    int result = ARCHIVE_OK;
    if (format == ArchiveFormat::TarGz) {
        const qint64 most = m_limits.bytes + m_limits.entries * tarOverhead + tarPadding;
        m_gzip = std::make_unique<GzipReader>(m_fd.get(), most, m_stop);
        result = ::archive_read_open(m_reader.get(), m_gzip.get(), nullptr, GzipReader::read, nullptr);
    } else {
        const auto count = checkZipDirectory(m_fd.get(), m_bytes, m_limits.entries);
        if (!count) {
            return std::unexpected(count.error());
        }
        if (*count == 0) { // libarchive takes no zip without entries for one
            m_reader.reset();
            return {};
        }
        result = ::archive_read_open_fd(m_reader.get(), m_fd.get(), 64 * 1024);
    }
    return result == ARCHIVE_OK ? Result<void>() : readFailed({});
}

Result<Unpacked> Unpacker::into(const QString &folder)
{
    struct stat info{};
    if (::fstat(m_fd.get(), &info) != 0) {
        return std::unexpected(systemError(QObject::tr("Could not read %1: %2."), m_archive, errno));
    }
    if (!S_ISREG(info.st_mode)) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("%1 is not a file.").arg(m_archive));
    }
    m_bytes = info.st_size;
    const auto format = recognise();
    if (!format) {
        return std::unexpected(format.error());
    }
    if (auto opened = open(*format); !opened) {
        return std::unexpected(opened.error());
    }
    Layout layout(folder, m_bytes, m_limits);
    auto done = layout.open();
    done = done ? entries(layout) : done;
    done = done && m_gzip ? m_gzip->finish() : done;
    done = done ? symbolicLinks(layout) : done;
    if (!done) {
        return std::unexpected(done.error());
    }
    return layout.commit();
}

Result<void> Unpacker::entries(Layout &layout)
{
    while (m_reader) {
        if (m_stop.stop_requested()) {
            return cancelled();
        }
        ::archive_entry *next = nullptr;
        const int result = ::archive_read_next_header(m_reader.get(), &next);
        if (result == ARCHIVE_EOF) {
            return {};
        }
        // A warning is about something that is not used here (an attribute); the name is judged on its own.
        if (result != ARCHIVE_OK && result != ARCHIVE_WARN) {
            return readFailed({});
        }
        if (auto done = entry(layout, next); !done) {
            return done;
        }
    }
    return {};
}

Result<void> Unpacker::entry(Layout &layout, ::archive_entry *entry)
{
    const char *raw = ::archive_entry_pathname(entry);
    if (raw == nullptr) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("An entry of %1 is refused: its name is not valid UTF-8.").arg(m_archive));
    }
    if (++m_entries > m_limits.entries) {
        return refusedEntry(raw, QObject::tr("the archive holds more than %1 entries").arg(m_limits.entries));
    }
    const auto path = entryPath(raw);
    if (!path) {
        return std::unexpected(path.error());
    }
    if (isOfMacOs(*path, ::archive_entry_filetype(entry))) {
        return {};
    }
    if (::archive_entry_is_encrypted(entry) != 0) {
        return refusedEntry(raw, QObject::tr("it is encrypted"));
    }
    if (const char *target = ::archive_entry_hardlink(entry)) {
        return hardLink(layout, *path, target);
    }
    const auto type = ::archive_entry_filetype(entry);
    if (type == AE_IFDIR) {
        return path->empty() ? Result<void>() : layout.makeFolder(*path);
    }
    if (path->empty()) {
        return refusedEntry(raw, QObject::tr("its name is empty"));
    }
    if (type == AE_IFLNK) {
        const char *target = ::archive_entry_symlink(entry);
        m_links.add(*path, target != nullptr ? target : "");
        return layout.reserve(*path);
    }
    if (type != AE_IFREG) {
        return refusedEntry(raw, QObject::tr("it is a device, a pipe or a socket"));
    }
    return regularFile(layout, *path, entry);
}

Result<void> Unpacker::hardLink(Layout &layout, const std::string &path, std::string_view target)
{
    const auto source = entryPath(target);
    if (!source) {
        return refusedEntry(path, QObject::tr("it is a link that leads out of the archive"));
    }
    if (path.empty() || !layout.hasFile(*source)) {
        return refusedEntry(path,
                            QObject::tr("it is a link to “%1”, which is not a file before it").arg(shownName(target)));
    }
    const auto reserved = layout.reserve(path);
    return reserved ? layout.copyFile(*source, path) : reserved;
}

Result<void> Unpacker::regularFile(Layout &layout, const std::string &path, ::archive_entry *entry)
{
    const auto mode = ::archive_entry_perm(entry);
    if ((mode & (S_ISUID | S_ISGID)) != 0) {
        return refusedEntry(path, QObject::tr("it is marked to run as another user or group (setuid)"));
    }
    const qint64 size = ::archive_entry_size_is_set(entry) != 0 ? ::archive_entry_size(entry) : 0;
    if (size > m_limits.bytes) { // nothing need be unpacked to know
        return refusedEntry(path, QObject::tr("it is larger than %1 bytes").arg(m_limits.bytes));
    }
    auto done = layout.reserve(path);
    done = done ? layout.beginFile(path, (mode & S_IXUSR) != 0) : done;
    while (done) {
        if (m_stop.stop_requested()) {
            return cancelled();
        }
        const void *bytes = nullptr;
        std::size_t count = 0;
        la_int64_t offset = 0;
        const int result = ::archive_read_data_block(m_reader.get(), &bytes, &count, &offset);
        if (result == ARCHIVE_EOF) {
            return layout.endFile(size);
        }
        if (result != ARCHIVE_OK) { // a warning here means a checksum or a size that does not fit
            return readFailed(shownName(path));
        }
        done = layout.write({static_cast<const char *>(bytes), count}, offset);
    }
    return done;
}

Result<void> Unpacker::symbolicLinks(Layout &layout)
{
    const auto copies = m_links.copies(layout.paths(), m_limits.entries);
    if (!copies) {
        return std::unexpected(copies.error());
    }
    for (const LinkCopy &copy : *copies) {
        if (m_stop.stop_requested()) {
            return cancelled();
        }
        if (auto done = layout.copyFile(copy.source, copy.path); !done) {
            return done;
        }
    }
    return {};
}

std::unexpected<Error> Unpacker::readFailed(const QString &entry) const
{
    if (m_gzip && m_gzip->failure()) {
        return std::unexpected(*m_gzip->failure());
    }
    const QString detail = archiveDetail(m_reader.get());
    if (m_gzip && m_entries == 0 && detail.contains(QLatin1String("Unrecognized archive format"))) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("%1 is compressed with gzip, but its content is not a .tar archive.").arg(m_archive),
                    detail);
    }
    const QString where = entry.isEmpty() ? m_archive : QObject::tr("The entry “%1” of %2").arg(entry, m_archive);
    return fail(ErrorCode::InvalidArgument, QObject::tr("%1 is damaged or cut short.").arg(where), detail);
}

} // namespace

Result<Unpacked> unpackArchive(const QString &archive, const QString &folder, const UnpackLimits &limits,
                               std::stop_token stop)
{
    const Utf8Locale utf8;
    // O_NONBLOCK: opening a pipe must not wait for a writer.
    FileDescriptor fd = openAt(AT_FDCWD, toNative(archive).c_str(), O_RDONLY | O_NONBLOCK);
    if (!fd.isOpen() && errno == ENOENT) {
        return fail(ErrorCode::NotFound, QObject::tr("There is no archive %1.").arg(archive));
    }
    if (!fd.isOpen()) {
        return std::unexpected(systemError(QObject::tr("Could not read %1: %2."), archive, errno));
    }
    return Unpacker(archive, std::move(fd), limits, std::move(stop)).into(folder);
}

} // namespace studio
