// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/archive/archive.h"
#include "core/archive/archive_format.h"
#include "core/archive/sha256.h"
#include "core/archive/tree.h"
#include "core/base/task.h"
#include "core/base/uuid7.h"

#include <QFileInfo>
#include <QObject>

#include <cerrno>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace studio {

namespace {

/// Earlier than any file, and still one that every program can show: the first moment of a zip's calendar, in UTC.
constexpr time_t fixedTime = 315'532'800;
constexpr std::size_t readSize = 128 * 1024;

/// Where the archive's bytes go: a temporary file beside the final name, hashed as they pass.
class Output
{
public:
    explicit Output(const QString &archive)
        : m_shown(archive), m_final(toNative(archive)), m_temporary(m_final + '.' + toNative(uuid7()) + ".part")
    {
    }
    ~Output()
    {
        if (m_fd.isOpen()) {
            ::unlink(m_temporary.c_str());
        }
    }
    Output(const Output &) = delete;
    Output &operator=(const Output &) = delete;

    Result<void> open();
    Result<Packed> commit(qint64 files);
    [[nodiscard]] Error failure(int number) const
    {
        return systemError(QObject::tr("Could not write %1: %2."), m_shown, number);
    }
    [[nodiscard]] qint64 bytes() const { return m_bytes; } ///< written so far
    [[nodiscard]] int errorNumber() const { return m_errorNumber; }

    static la_ssize_t write(::archive *handle, void *self, const void *data, std::size_t size);

private:
    QString m_shown;
    std::string m_final;
    std::string m_temporary;
    FileDescriptor m_fd;
    Sha256 m_hash;
    qint64 m_bytes = 0;
    int m_errorNumber = 0;
};

Result<void> Output::open()
{
    m_fd = openAt(AT_FDCWD, m_temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0644);
    if (!m_fd.isOpen()) {
        return std::unexpected(failure(errno));
    }
    return {};
}

la_ssize_t Output::write(::archive *handle, void *self, const void *data, std::size_t size)
{
    auto *output = static_cast<Output *>(self);
    const std::string_view bytes(static_cast<const char *>(data), size);
    if (const int number = writeFully(output->m_fd.get(), bytes); number != 0) {
        output->m_errorNumber = number;
        ::archive_set_error(handle, number, "write failed"); // untranslated: a detail
        return -1;
    }
    output->m_hash.add(bytes);
    output->m_bytes += static_cast<qint64>(size);
    return static_cast<la_ssize_t>(size);
}

Result<Packed> Output::commit(qint64 files)
{
    // Not synced: an archive can be packed again. What must survive, the store syncs when it takes it in.
    const int closed = m_fd.close();
    const int number = closed != 0 ? closed : ::rename(m_temporary.c_str(), m_final.c_str()) != 0 ? errno : 0;
    if (number != 0) {
        ::unlink(m_temporary.c_str());
        return std::unexpected(failure(number));
    }
    return Packed{m_hash.result(), files, m_bytes, {}};
}

class Packer
{
public:
    Packer(const TreeRoot &root, Output &output, ArchiveFormat format, const std::stop_token &stop)
        : m_root(root), m_output(output), m_format(format), m_stop(stop)
    {
    }

    ~Packer()
    {
        if (m_writer && !m_closed) {
            ::archive_write_fail(m_writer.get()); // else freeing it would write zeros up to the promised size
        }
    }
    Packer(const Packer &) = delete;
    Packer &operator=(const Packer &) = delete;

    Result<void> run(const std::vector<TreeFile> &files);
    /// Whether an archive of so many bytes would be unpacked again: no draft is saved that its compile refuses.
    [[nodiscard]] Result<void> checkRatio(qint64 archiveBytes) const;

private:
    Result<void> header(const TreeFile &file, const struct stat &info);
    Result<void> file(const TreeFile &file);
    Result<void> content(const TreeFile &file, int fd, qint64 size);
    [[nodiscard]] std::unexpected<Error> writeFailed(const QString &name) const;

    const TreeRoot &m_root;
    Output &m_output;
    ArchiveFormat m_format;
    const std::stop_token &m_stop;
    ArchiveWriter m_writer{nullptr, ::archive_write_free};
    ArchiveEntry m_entry{::archive_entry_new(), ::archive_entry_free};
    std::vector<char> m_buffer = std::vector<char>(readSize);
    qint64 m_bytes = 0;
    qint64 m_most = 0; ///< of one file
    QString m_largest;
    bool m_closed = false;
};

Result<void> Packer::run(const std::vector<TreeFile> &files)
{
    auto writer = makeWriter(m_format);
    if (!writer) {
        return std::unexpected(writer.error());
    }
    m_writer = std::move(*writer);
    if (::archive_write_open2(m_writer.get(), &m_output, nullptr, Output::write, nullptr, nullptr) != ARCHIVE_OK) {
        return writeFailed(m_root.shown);
    }
    for (const TreeFile &next : files) {
        if (m_stop.stop_requested()) {
            return cancelled();
        }
        if (auto packed = file(next); !packed) {
            return packed;
        }
    }
    if (::archive_write_close(m_writer.get()) != ARCHIVE_OK) {
        return writeFailed(m_root.shown);
    }
    m_closed = true;
    return {};
}

Result<void> Packer::checkRatio(qint64 archiveBytes) const
{
    const UnpackLimits limits;
    if (m_bytes <= limits.ratioMattersFrom || m_bytes / limits.ratio <= archiveBytes) {
        return {};
    }
    return fail(ErrorCode::InvalidArgument,
                QObject::tr("The folder %1 holds %2 MiB of almost nothing: its archive would be refused as a bomb, for "
                            "it unpacks to more than %3 times its size. The largest file is “%4”.")
                    .arg(m_root.shown)
                    .arg(m_bytes >> 20)
                    .arg(limits.ratio)
                    .arg(m_largest));
}

Result<void> Packer::file(const TreeFile &file)
{
    // O_NONBLOCK, so that a pipe which took the file's place meanwhile cannot hang us.
    const FileDescriptor fd = openAt(m_root.fd.get(), file.source.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    struct stat info{};
    if (!fd.isOpen() || ::fstat(fd.get(), &info) != 0) {
        return std::unexpected(systemError(QObject::tr("Could not read %1: %2."), shownName(file.path), errno));
    }
    if (!S_ISREG(info.st_mode)) {
        return fail(ErrorCode::Unavailable,
                    QObject::tr("“%1” changed while it was being packed. Try again.").arg(shownName(file.path)));
    }
    m_bytes += info.st_size;
    if (info.st_size > m_most) {
        m_most = info.st_size;
        m_largest = shownName(file.path);
    }
    if (m_bytes > UnpackLimits{}.bytes) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("The folder %1 holds more than %2 MiB, which is more than an archive may hold "
                                "(reached at “%3”).")
                        .arg(m_root.shown)
                        .arg(UnpackLimits{}.bytes >> 20)
                        .arg(shownName(file.path)));
    }
    if (auto written = header(file, info); !written) {
        return written;
    }
    return content(file, fd.get(), info.st_size);
}

Result<void> Packer::header(const TreeFile &file, const struct stat &info)
{
    ::archive_entry *entry = ::archive_entry_clear(m_entry.get());
    ::archive_entry_set_pathname(entry, file.path.c_str());
    ::archive_entry_set_filetype(entry, AE_IFREG);
    ::archive_entry_set_perm(entry, (info.st_mode & S_IXUSR) != 0 ? 0755 : 0644);
    ::archive_entry_set_size(entry, info.st_size);
    ::archive_entry_set_uid(entry, 0);
    ::archive_entry_set_gid(entry, 0);
    if (m_format == ArchiveFormat::TarGz) {
        // A zip's times are local time, which would make the bytes depend on the time zone; without one it is 1980.
        ::archive_entry_set_mtime(entry, fixedTime, 0);
    }
    if (::archive_write_header(m_writer.get(), entry) != ARCHIVE_OK) {
        return writeFailed(shownName(file.path));
    }
    return {};
}

Result<void> Packer::content(const TreeFile &file, int fd, qint64 size)
{
    while (size > 0) {
        if (m_stop.stop_requested()) {
            return cancelled();
        }
        const std::size_t want = std::min(static_cast<std::size_t>(size), m_buffer.size());
        const ssize_t got = readFully(fd, std::span(m_buffer).first(want));
        if (got < 0) {
            return std::unexpected(systemError(QObject::tr("Could not read %1: %2."), shownName(file.path), errno));
        }
        if (static_cast<std::size_t>(got) < want) {
            return fail(ErrorCode::Unavailable,
                        QObject::tr("“%1” changed while it was being packed. Try again.").arg(shownName(file.path)));
        }
        if (::archive_write_data(m_writer.get(), m_buffer.data(), want) != static_cast<la_ssize_t>(want)) {
            return writeFailed(shownName(file.path));
        }
        size -= got;
    }
    return {};
}

std::unexpected<Error> Packer::writeFailed(const QString &name) const
{
    if (m_output.errorNumber() != 0) {
        return std::unexpected(m_output.failure(m_output.errorNumber()));
    }
    return fail(ErrorCode::Internal, QObject::tr("Cannot pack %1.").arg(name), archiveDetail(m_writer.get()));
}

/// An archive that is written into the folder it packs must not hold its own predecessor.
void leaveOutItself(std::vector<TreeFile> &files, const TreeRoot &root, const QString &archive)
{
    const QString itself = QFileInfo(archive).canonicalFilePath(); // empty while there is none
    if (!itself.isEmpty()) {
        std::erase_if(files, [&, name = toNative(itself)](const TreeFile &file) {
            return root.canonical + '/' + file.source == name;
        });
    }
}

} // namespace

Result<Packed> packFolder(const QString &folder, const QString &archive, ArchiveFormat format, std::stop_token stop,
                          const QSet<QString> &ignored)
{
    const Utf8Locale utf8;
    const auto root = openTree(folder);
    if (!root) {
        return std::unexpected(root.error());
    }
    auto tree = walkTree(*root, ignored, stop);
    if (!tree) {
        return std::unexpected(tree.error());
    }
    leaveOutItself(tree->files, *root, archive);
    Output output(archive);
    if (auto opened = output.open(); !opened) {
        return std::unexpected(opened.error());
    }
    Packer packer(*root, output, format, stop);
    if (auto packed = packer.run(tree->files).and_then([&] { return packer.checkRatio(output.bytes()); }); !packed) {
        return std::unexpected(packed.error());
    }
    auto packed = output.commit(static_cast<qint64>(tree->files.size()));
    if (packed) {
        packed->leftOut = std::move(tree->leftOut);
    }
    return packed;
}

} // namespace studio
