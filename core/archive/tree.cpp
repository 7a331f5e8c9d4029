// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/archive/tree.h"

#include "core/archive/archive.h"
#include "core/archive/names.h"
#include "core/base/task.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <dirent.h>
#include <memory>
#include <sys/stat.h>

namespace studio {

namespace {

constexpr std::array<std::string_view, 5> excludedNames{".git", "node_modules", "__pycache__", "target", ".venv"};

/// A plain file called `target` is the author's own; a plain file called `.git` is git's (a worktree's or a
/// submodule's) and holds a path of this machine.
bool isExcluded(std::string_view name, mode_t type)
{
    return std::ranges::contains(excludedNames, name) && (type != S_IFREG || name == ".git");
}

std::string joined(const std::string &folder, std::string_view name)
{
    return folder.empty() ? std::string(name) : folder + '/' + std::string(name);
}

const char *systemPath(const std::string &relative)
{
    return relative.empty() ? "." : relative.c_str();
}

std::unexpected<Error> refused(const std::string &path, const QString &why)
{
    return fail(ErrorCode::InvalidArgument, QStringLiteral("“%1” cannot be packed: %2.").arg(shownName(path), why));
}

struct FolderEntry
{
    std::string name;
    mode_t type = 0;
};

class Walker
{
public:
    Walker(const TreeRoot &root, const std::stop_token &stop) : m_root(root), m_stop(stop) {}

    Result<void> folder(const std::string &path, const std::string &source);
    std::vector<TreeFile> takeFiles() { return std::move(m_files); }

private:
    [[nodiscard]] Result<std::vector<FolderEntry>> entries(const std::string &path, const std::string &source) const;
    Result<void> entry(const std::string &path, const std::string &source, mode_t type);
    Result<void> link(const std::string &path, const std::string &source);

    const TreeRoot &m_root;
    const std::stop_token &m_stop;
    std::vector<TreeFile> m_files;
    std::vector<std::string> m_active; // real folders that are being walked, for links that lead back into themselves
    qint64 m_seen = 0;
};

Result<std::vector<FolderEntry>> Walker::entries(const std::string &path, const std::string &source) const
{
    // Read whole and closed before going deeper, so that depth costs no descriptors.
    FileDescriptor fd = openAt(m_root.fd.get(), systemPath(source), O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    const std::unique_ptr<DIR, int (*)(DIR *)> dir(fd.isOpen() ? ::fdopendir(fd.get()) : nullptr, ::closedir);
    if (!dir) {
        return std::unexpected(
            systemError(QStringLiteral("read the folder"), path.empty() ? m_root.shown : shownName(path), errno));
    }
    fd.release();
    std::vector<FolderEntry> found;
    errno = 0;
    while (const dirent *at = ::readdir(dir.get())) {
        const std::string_view name = at->d_name;
        if (name == "." || name == "..") {
            continue;
        }
        mode_t type = DTTOIF(at->d_type);
        if (struct stat info{}; at->d_type == DT_UNKNOWN) {
            type =
                ::fstatat(::dirfd(dir.get()), at->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0 ? info.st_mode & S_IFMT : 0;
        }
        if (!isExcluded(name, type)) {
            found.push_back({std::string(name), type});
        }
        errno = 0;
    }
    if (errno != 0) {
        return std::unexpected(systemError(QStringLiteral("read the folder"), shownName(path), errno));
    }
    return found;
}

Result<void> Walker::folder(const std::string &path, const std::string &source)
{
    if (m_stop.stop_requested()) {
        return cancelled();
    }
    auto found = entries(path, source);
    if (!found) {
        return std::unexpected(found.error());
    }
    m_active.push_back(source);
    for (const FolderEntry &item : *found) {
        const std::string itemPath = joined(path, item.name);
        if (const char *fault = faultOfNamePart(item.name)) {
            return refused(itemPath, QStringLiteral("its name %1").arg(QString::fromUtf8(fault)));
        }
        if (++m_seen > UnpackLimits{}.entries) {
            return fail(ErrorCode::InvalidArgument,
                        QStringLiteral("The folder %1 holds more than %2 files and folders, which is more than an "
                                       "archive may hold.")
                            .arg(m_root.shown)
                            .arg(UnpackLimits{}.entries));
        }
        if (auto done = entry(itemPath, joined(source, item.name), item.type); !done) {
            return done;
        }
    }
    m_active.pop_back();
    return {};
}

Result<void> Walker::entry(const std::string &path, const std::string &source, mode_t type)
{
    switch (type) {
    case S_IFREG:
        m_files.push_back({path, source});
        return {};
    case S_IFDIR:
        return folder(path, source);
    case S_IFLNK:
        return link(path, source);
    case S_IFIFO:
        return refused(path, QStringLiteral("it is a pipe, not a file"));
    case S_IFSOCK:
        return refused(path, QStringLiteral("it is a socket, not a file"));
    default:
        return refused(path, QStringLiteral("it is a device, not a file"));
    }
}

Result<void> Walker::link(const std::string &path, const std::string &source)
{
    const std::unique_ptr<char, decltype(&std::free)> real(
        ::realpath((m_root.canonical + '/' + source).c_str(), nullptr), std::free);
    if (!real) {
        return refused(path, errno == ELOOP ? QStringLiteral("it is a link that leads back to itself")
                                            : QStringLiteral("it is a link that leads nowhere"));
    }
    const std::string_view target = real.get();
    const std::string inside = m_root.canonical == "/" ? "/" : m_root.canonical + '/';
    if (target != m_root.canonical && !target.starts_with(inside)) {
        return refused(path, QStringLiteral("it is a link that leaves the folder"));
    }
    const std::string below(target == m_root.canonical ? std::string_view() : target.substr(inside.size()));
    struct stat info{};
    if (::fstatat(m_root.fd.get(), systemPath(below), &info, AT_SYMLINK_NOFOLLOW) != 0) {
        return std::unexpected(systemError(QStringLiteral("read"), shownName(path), errno));
    }
    if (S_ISDIR(info.st_mode) && std::ranges::contains(m_active, below)) {
        return refused(path, QStringLiteral("it is a link that leads back into itself"));
    }
    return entry(path, below, info.st_mode & S_IFMT);
}

/// Also on the way in: a tree that could not be laid out again should fail here, where its author can mend it.
Result<void> checkNames(const std::vector<TreeFile> &files)
{
    NameBook names;
    for (const TreeFile &file : files) {
        if (auto added = names.addFile(file.path); !added) {
            return added;
        }
    }
    return {};
}

} // namespace

Result<TreeRoot> openTree(const QString &folder)
{
    const std::unique_ptr<char, decltype(&std::free)> real(::realpath(toNative(folder).c_str(), nullptr), std::free);
    if (!real && (errno == ENOENT || errno == ENOTDIR)) {
        return fail(ErrorCode::NotFound, QStringLiteral("There is no folder %1.").arg(folder));
    }
    if (!real) {
        return std::unexpected(systemError(QStringLiteral("read the folder"), folder, errno));
    }
    FileDescriptor fd = openAt(AT_FDCWD, real.get(), O_RDONLY | O_DIRECTORY);
    if (!fd.isOpen() && errno == ENOTDIR) {
        return fail(ErrorCode::NotFound, QStringLiteral("%1 is not a folder.").arg(folder));
    }
    if (!fd.isOpen()) {
        return std::unexpected(systemError(QStringLiteral("read the folder"), folder, errno));
    }
    return TreeRoot{folder, real.get(), std::move(fd)};
}

Result<std::vector<TreeFile>> walkTree(const TreeRoot &root, const std::stop_token &stop, Names names)
{
    Walker walker(root, stop);
    if (auto walked = walker.folder({}, {}); !walked) {
        return std::unexpected(walked.error());
    }
    std::vector<TreeFile> files = walker.takeFiles();
    std::ranges::sort(files, {}, &TreeFile::path);
    if (auto checked = names == Names::Checked ? checkNames(files) : Result<void>(); !checked) {
        return std::unexpected(checked.error());
    }
    return files;
}

Result<QList<SourceFile>> listSourceFiles(const QString &folder, std::stop_token stop)
{
    const auto root = openTree(folder);
    if (!root) {
        return std::unexpected(root.error());
    }
    const auto files = walkTree(*root, stop);
    if (!files) {
        return std::unexpected(files.error());
    }
    QList<SourceFile> list;
    list.reserve(static_cast<qsizetype>(files->size()));
    for (const TreeFile &file : *files) {
        struct stat info{};
        if (::fstatat(root->fd.get(), file.source.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) {
            return std::unexpected(systemError(QStringLiteral("read"), shownName(file.path), errno));
        }
        list.append({QString::fromStdString(file.path), info.st_size, (info.st_mode & S_IXUSR) != 0});
    }
    return list;
}

} // namespace studio
