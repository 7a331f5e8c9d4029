// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/archive/tree.h"

#include "core/archive/names.h"
#include "core/base/task.h"

#include <QObject>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <dirent.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>
#include <unordered_set>

namespace studio {

namespace {

/// What is known of the folder that is being read.
struct Surroundings
{
    bool isPackage = false;        ///< there is a Cargo.toml
    bool isInSourceFolder = false; ///< it is, or is below, the `src` of a package
};

/// A plain file with such a name is the author's own, but for `.git`, which is git's (a worktree's or a submodule's)
/// and holds a path of this machine.
bool isExcluded(std::string_view name, mode_t type, const Surroundings &around)
{
    if (type == S_IFREG) {
        return name == ".git";
    }
    return isExcludedFolder(name, around.isPackage, around.isInSourceFolder);
}

std::string joined(const std::string &folder, std::string_view name)
{
    return folder.empty() ? std::string(name) : folder + '/' + std::string(name);
}

const char *systemPath(const std::string &relative)
{
    return relative.empty() ? "." : relative.c_str();
}

std::unexpected<Error> cannotPack(const std::string &path, const QString &why)
{
    return fail(ErrorCode::InvalidArgument, QObject::tr("“%1” cannot be packed: %2.").arg(shownName(path), why));
}

struct FolderEntry
{
    std::string name;
    mode_t type = 0;
};

class Walker
{
public:
    Walker(const TreeRoot &root, const QSet<QString> &ignored, const std::stop_token &stop) : m_root(root), m_stop(stop)
    {
        for (const QString &path : ignored) {
            m_ignored.insert(path.toStdString());
        }
    }

    Result<void> folder(const std::string &path, const std::string &source, bool isInSourceFolder);
    Tree takeTree() { return std::move(m_tree); }

private:
    [[nodiscard]] Result<std::vector<FolderEntry>> entries(const std::string &path, const std::string &source) const;
    Result<void> entry(const std::string &path, const std::string &source, mode_t type, const Surroundings &around);
    Result<void> link(const std::string &path, const std::string &source, const Surroundings &around);
    void leaveOut(const std::string &path, LeftOut::Reason reason, const QString &why);
    [[nodiscard]] QString faultOfLink(const std::string &source, std::string &below) const;
    [[nodiscard]] bool isBelowIgnored(const std::string &source) const;

    const TreeRoot &m_root;
    const std::stop_token &m_stop;
    std::unordered_set<std::string> m_ignored;
    Tree m_tree;
    std::vector<std::string> m_active; // real folders that are being walked, for links that lead back into themselves
    qint64 m_seen = 0;
};

Result<std::vector<FolderEntry>> Walker::entries(const std::string &path, const std::string &source) const
{
    // Read whole and closed before going deeper, so that depth costs no descriptors.
    FileDescriptor fd = openAt(m_root.fd.get(), systemPath(source), O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    const std::unique_ptr<DIR, int (*)(DIR *)> dir(fd.isOpen() ? ::fdopendir(fd.get()) : nullptr, ::closedir);
    if (!dir) {
        return std::unexpected(systemError(QObject::tr("Could not read the folder %1: %2."),
                                           path.empty() ? m_root.shown : shownName(path), errno));
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
        found.push_back({std::string(name), type});
        errno = 0;
    }
    if (errno != 0) {
        return std::unexpected(systemError(QObject::tr("Could not read the folder %1: %2."), shownName(path), errno));
    }
    return found;
}

Result<void> Walker::folder(const std::string &path, const std::string &source, bool isInSourceFolder)
{
    if (m_stop.stop_requested()) {
        return cancelled();
    }
    auto found = entries(path, source);
    if (!found) {
        return std::unexpected(found.error());
    }
    const Surroundings around{.isPackage = std::ranges::contains(*found, "Cargo.toml", &FolderEntry::name),
                              .isInSourceFolder = isInSourceFolder};
    m_active.push_back(source);
    for (const FolderEntry &item : *found) {
        const std::string itemPath = joined(path, item.name);
        const std::string itemSource = joined(source, item.name);
        if (isExcluded(item.name, item.type, around)) {
            leaveOut(itemPath, LeftOut::Reason::Name, QObject::tr("tools make folders of this name"));
            continue;
        }
        if (m_ignored.contains(itemSource)) {
            leaveOut(itemPath, LeftOut::Reason::Ignored, QObject::tr("git ignores it"));
            continue;
        }
        if (++m_seen > UnpackLimits{}.entries) {
            return fail(ErrorCode::InvalidArgument,
                        QObject::tr("The folder %1 holds more than %2 files and folders, which is more than an "
                                    "archive may hold.")
                            .arg(m_root.shown)
                            .arg(UnpackLimits{}.entries));
        }
        if (auto done = entry(itemPath, itemSource, item.type, around); !done) {
            return done;
        }
    }
    m_active.pop_back();
    return {};
}

Result<void> Walker::entry(const std::string &path, const std::string &source, mode_t type, const Surroundings &around)
{
    const std::string_view name = std::string_view(path).substr(path.rfind('/') + 1);
    switch (type) {
    case S_IFLNK:
        return link(path, source, around);
    case S_IFIFO:
        leaveOut(path, LeftOut::Reason::Special, QObject::tr("it is a pipe"));
        return {};
    case S_IFSOCK:
        leaveOut(path, LeftOut::Reason::Special, QObject::tr("it is a socket"));
        return {};
    case S_IFREG:
    case S_IFDIR:
        break;
    default:
        leaveOut(path, LeftOut::Reason::Special, QObject::tr("it is a device"));
        return {};
    }
    if (const char *fault = faultOfNamePart(name)) {
        return cannotPack(path, QObject::tr("its name %1").arg(QString::fromUtf8(fault)));
    }
    if (type == S_IFDIR) {
        return folder(path, source, around.isInSourceFolder || isSourceFolder(name, around.isPackage));
    }
    m_tree.files.push_back({path, source});
    return {};
}

void Walker::leaveOut(const std::string &path, LeftOut::Reason reason, const QString &why)
{
    m_tree.leftOut.append({shownName(path), reason, why});
}

/// Whether the path itself or a folder around it is ignored.
bool Walker::isBelowIgnored(const std::string &source) const
{
    for (std::size_t end = source.find('/'); end != std::string::npos; end = source.find('/', end + 1)) {
        if (m_ignored.contains(source.substr(0, end))) {
            return true;
        }
    }
    return m_ignored.contains(source);
}

/// Why a link cannot be followed; empty where it leads to `below`, relative to the root.
QString Walker::faultOfLink(const std::string &source, std::string &below) const
{
    const std::string full = m_root.canonical + '/' + source;
    std::array<char, PATH_MAX> written{};
    const ssize_t length = ::readlink(full.c_str(), written.data(), written.size());
    const QString to = shownName({written.data(), static_cast<std::size_t>(std::max<ssize_t>(length, 0))});
    const std::unique_ptr<char, decltype(&std::free)> real(::realpath(full.c_str(), nullptr), std::free);
    if (!real && errno == ELOOP) {
        return QObject::tr("it is a link that leads back to itself");
    }
    if (!real) {
        return QObject::tr("it is a link to %1, which is not there").arg(to);
    }
    const std::string_view target = real.get();
    const std::string inside = m_root.canonical == "/" ? "/" : m_root.canonical + '/';
    if (target != m_root.canonical && !target.starts_with(inside)) {
        return QObject::tr("it is a link that leads out of the folder, to %1").arg(to);
    }
    below = target == m_root.canonical ? std::string_view() : target.substr(inside.size());
    if (isBelowIgnored(below)) {
        return QObject::tr("it is a link to %1, which git ignores").arg(to);
    }
    return {};
}

Result<void> Walker::link(const std::string &path, const std::string &source, const Surroundings &around)
{
    std::string below;
    if (const QString fault = faultOfLink(source, below); !fault.isEmpty()) {
        leaveOut(path, LeftOut::Reason::Link, fault);
        return {};
    }
    struct stat info{};
    if (::fstatat(m_root.fd.get(), systemPath(below), &info, AT_SYMLINK_NOFOLLOW) != 0) {
        return std::unexpected(systemError(QObject::tr("Could not read %1: %2."), shownName(path), errno));
    }
    if (S_ISDIR(info.st_mode) && std::ranges::contains(m_active, below)) {
        leaveOut(path, LeftOut::Reason::Link, QObject::tr("it is a link that leads back into itself"));
        return {};
    }
    return entry(path, below, info.st_mode & S_IFMT, around);
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

bool isOrdinary(const LeftOut &leftOut)
{
    const QString name = leftOut.path.section(QLatin1Char('/'), -1);
    return leftOut.reason == LeftOut::Reason::Name &&
           (name == QLatin1String(".git") || name == QLatin1String("target"));
}

Result<TreeRoot> openTree(const QString &folder)
{
    const std::unique_ptr<char, decltype(&std::free)> real(::realpath(toNative(folder).c_str(), nullptr), std::free);
    if (!real && (errno == ENOENT || errno == ENOTDIR)) {
        return fail(ErrorCode::NotFound, QObject::tr("There is no folder %1.").arg(folder));
    }
    if (!real) {
        return std::unexpected(systemError(QObject::tr("Could not read the folder %1: %2."), folder, errno));
    }
    FileDescriptor fd = openAt(AT_FDCWD, real.get(), O_RDONLY | O_DIRECTORY);
    if (!fd.isOpen() && errno == ENOTDIR) {
        return fail(ErrorCode::NotFound, QObject::tr("%1 is not a folder.").arg(folder));
    }
    if (!fd.isOpen()) {
        return std::unexpected(systemError(QObject::tr("Could not read the folder %1: %2."), folder, errno));
    }
    return TreeRoot{folder, real.get(), std::move(fd)};
}

Result<Tree> walkTree(const TreeRoot &root, const QSet<QString> &ignored, const std::stop_token &stop, Names names)
{
    Walker walker(root, ignored, stop);
    if (auto walked = walker.folder({}, {}, false); !walked) {
        return std::unexpected(walked.error());
    }
    Tree tree = walker.takeTree();
    std::ranges::sort(tree.files, {}, &TreeFile::path);
    std::ranges::sort(tree.leftOut, {}, &LeftOut::path);
    if (auto checked = names == Names::Checked ? checkNames(tree.files) : Result<void>(); !checked) {
        return std::unexpected(checked.error());
    }
    return tree;
}

Result<SourceTree> readSourceTree(const QString &folder, const QSet<QString> &ignored, std::stop_token stop)
{
    const auto root = openTree(folder);
    if (!root) {
        return std::unexpected(root.error());
    }
    const auto tree = walkTree(*root, ignored, stop);
    if (!tree) {
        return std::unexpected(tree.error());
    }
    SourceTree read{.files = {}, .leftOut = tree->leftOut};
    read.files.reserve(static_cast<qsizetype>(tree->files.size()));
    for (const TreeFile &file : tree->files) {
        struct stat info{};
        if (::fstatat(root->fd.get(), file.source.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) {
            return std::unexpected(systemError(QObject::tr("Could not read %1: %2."), shownName(file.path), errno));
        }
        read.files.append({QString::fromStdString(file.path), info.st_size, (info.st_mode & S_IXUSR) != 0});
    }
    return read;
}

Result<QList<SourceFile>> listSourceFiles(const QString &folder, std::stop_token stop)
{
    return readSourceTree(folder, {}, std::move(stop)).transform([](SourceTree &&tree) {
        return std::move(tree.files);
    });
}

} // namespace studio
