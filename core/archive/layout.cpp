// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/archive/layout.h"

#include "core/base/uuid7.h"

#include <QDir>
#include <QFileInfo>
#include <QObject>

#include <array>
#include <cerrno>
#include <filesystem>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

namespace studio {

namespace {

constexpr std::size_t copySize = 128 * 1024;

std::unexpected<Error> tooMuch(const std::string &path, const QString &than)
{
    return fail(ErrorCode::InvalidArgument,
                QObject::tr("The archive unpacks to %1, reached at “%2”.").arg(than, shownName(path)));
}

} // namespace

Layout::Layout(QString destination, qint64 archiveBytes, const UnpackLimits &limits)
    : m_destination(std::move(destination)), m_limits(limits), m_archiveBytes(archiveBytes)
{
}

Layout::~Layout()
{
    if (m_root.isOpen()) {
        std::error_code ignored;
        std::filesystem::remove_all(m_temporary, ignored); // follows no links, and there are none
    }
}

Result<void> Layout::open()
{
    const QFileInfo info(m_destination);
    if (info.exists() && !info.isDir()) {
        return fail(ErrorCode::FailedPrecondition, QObject::tr("%1 is not a folder.").arg(m_destination));
    }
    if (info.exists() &&
        !QDir(m_destination).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot)) {
        return fail(ErrorCode::FailedPrecondition, QObject::tr("The folder %1 is not empty.").arg(m_destination));
    }
    // A link to an empty folder is a fine destination; the rename must not replace the link.
    m_final = toNative(info.exists() ? info.canonicalFilePath() : QDir::cleanPath(info.absoluteFilePath()));
    const std::filesystem::path parent = std::filesystem::path(m_final).parent_path();
    std::error_code made;
    std::filesystem::create_directories(parent, made);
    m_temporary = (parent / (".unpack-" + toNative(uuid7()))).string();
    if (made || ::mkdir(m_temporary.c_str(), 0777) != 0) {
        return std::unexpected(
            systemError(QObject::tr("Could not make the folder %1: %2."), m_destination, made ? made.value() : errno));
    }
    m_root = openAt(AT_FDCWD, m_temporary.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    if (!m_root.isOpen()) {
        const int number = errno;
        ::rmdir(m_temporary.c_str());
        return std::unexpected(systemError(QObject::tr("Could not open the folder %1: %2."), m_destination, number));
    }
    return {};
}

Result<void> Layout::makeFolder(const std::string &path)
{
    if (auto added = m_names.addFolder(path); !added) {
        return added;
    }
    if (auto parents = makeParents(path); !parents) {
        return parents;
    }
    if (m_folders.insert(path).second && ::mkdirat(m_root.get(), path.c_str(), 0777) != 0) {
        return writeFailed(path, errno);
    }
    return {};
}

Result<void> Layout::makeParents(const std::string &path)
{
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos || m_folders.contains(std::string_view(path).substr(0, slash))) {
        return {};
    }
    const std::string parent = path.substr(0, slash);
    if (auto above = makeParents(parent); !above) {
        return above;
    }
    m_folders.insert(parent);
    if (::mkdirat(m_root.get(), parent.c_str(), 0777) != 0) {
        return writeFailed(parent, errno);
    }
    return {};
}

Result<void> Layout::beginFile(const std::string &path, bool executable)
{
    if (auto parents = makeParents(path); !parents) {
        return parents;
    }
    m_file = openAt(m_root.get(), path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, executable ? 0755 : 0644);
    if (!m_file.isOpen()) {
        return writeFailed(path, errno);
    }
    m_current = {path, 0, executable};
    return {};
}

/// Counts what really comes out, not what the archive promises.
Result<void> Layout::charge(qint64 upTo)
{
    m_bytes += upTo - m_current.size;
    m_current.size = upTo;
    if (m_bytes > m_limits.bytes) {
        return tooMuch(m_current.path, QObject::tr("more than %1 bytes").arg(m_limits.bytes));
    }
    if (m_bytes > m_limits.ratioMattersFrom && m_bytes / m_limits.ratio > m_archiveBytes) {
        return tooMuch(m_current.path, QObject::tr("more than %1 times its size").arg(m_limits.ratio));
    }
    return {};
}

Result<void> Layout::write(std::string_view bytes, qint64 offset)
{
    const qint64 end = offset + static_cast<qint64>(bytes.size());
    if (offset < m_current.size || end < offset) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("The entry “%1” is damaged.").arg(shownName(m_current.path)));
    }
    const bool hole = offset > m_current.size;
    if (auto charged = charge(end); !charged) {
        return charged;
    }
    if (hole && ::lseek(m_file.get(), offset, SEEK_SET) < 0) {
        return writeFailed(m_current.path, errno);
    }
    if (const int number = writeFully(m_file.get(), bytes); number != 0) {
        return writeFailed(m_current.path, number);
    }
    return {};
}

Result<void> Layout::endFile(qint64 size)
{
    if (size > m_current.size) { // ends with a hole
        if (auto charged = charge(size); !charged) {
            return charged;
        }
        if (::ftruncate(m_file.get(), size) != 0) {
            return writeFailed(m_current.path, errno);
        }
    }
    if (const int number = m_file.close(); number != 0) {
        return writeFailed(m_current.path, number);
    }
    m_files.insert(std::move(m_current));
    return {};
}

Result<void> Layout::copyFile(const std::string &source, const std::string &path)
{
    const auto from = m_files.find(source);
    const FileDescriptor in = openAt(m_root.get(), source.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    if (from == m_files.end() || !in.isOpen()) {
        return writeFailed(path, errno);
    }
    if (auto begun = beginFile(path, from->executable); !begun) {
        return begun;
    }
    std::vector<char> buffer(copySize);
    for (qint64 at = 0;;) {
        const ssize_t got = readFully(in.get(), buffer);
        if (got < 0) {
            return writeFailed(path, errno);
        }
        if (got == 0) {
            return endFile(at);
        }
        if (auto written = write({buffer.data(), static_cast<std::size_t>(got)}, at); !written) {
            return written;
        }
        at += got;
    }
}

bool Layout::hasFile(const std::string &path) const
{
    return m_files.contains(path);
}

std::vector<std::string> Layout::paths() const
{
    std::vector<std::string> list;
    list.reserve(m_files.size());
    for (const File &file : m_files) {
        list.push_back(file.path);
    }
    return list;
}

/// The one folder around everything, when a project lies in it; else empty.
std::string Layout::topFolder() const
{
    if (m_files.empty()) {
        return {};
    }
    const std::string_view first = m_files.begin()->path;
    const std::string top(first.substr(0, first.find('/')));
    const auto below = [&](std::string_view path) {
        return path == top || (path.starts_with(top) && path.size() > top.size() && path[top.size()] == '/');
    };
    const bool around = std::ranges::all_of(m_files, below, &File::path) && std::ranges::all_of(m_folders, below);
    return around && hasFile(top + "/Cargo.toml") ? top : std::string();
}

Result<Unpacked> Layout::commit()
{
    const std::string top = topFolder();
    const std::string from = top.empty() ? m_temporary : m_temporary + '/' + top;
    if (::rename(from.c_str(), m_final.c_str()) != 0) {
        return std::unexpected(systemError(QObject::tr("Could not make the folder %1: %2."), m_destination, errno));
    }
    if (!top.empty()) {
        ::rmdir(m_temporary.c_str());
    }
    m_root = {};
    Unpacked unpacked{{}, QString::fromStdString(top)};
    unpacked.files.reserve(static_cast<qsizetype>(m_files.size()));
    const std::size_t cut = top.empty() ? 0 : top.size() + 1;
    for (const File &file : m_files) {
        unpacked.files.append({QString::fromStdString(file.path.substr(cut)), file.size, file.executable});
    }
    return unpacked;
}

std::unexpected<Error> Layout::writeFailed(const std::string &path, int number) const
{
    return std::unexpected(
        systemError(QObject::tr("Could not unpack “%1” into %2: %3."), shownName(path), m_destination, number));
}

} // namespace studio
