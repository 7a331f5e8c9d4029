// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/source_watcher.h"

#include "core/archive/names.h"
#include "core/base/descriptor.h"
#include "core/base/system_error.h"

#include <QDir>
#include <QDirIterator>
#include <QHash>
#include <QObject>
#include <QPointer>
#include <QRegularExpression>
#include <QSet>
#include <QSocketNotifier>
#include <QTimer>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

namespace studio {

namespace {

constexpr std::chrono::milliseconds quietTime{40};
constexpr std::chrono::milliseconds maxDelay{500};
constexpr int maxAddedAtOnce = 500; ///< folders, in one turn of the event loop: some 20 ms
constexpr qsizetype maxFilesTold = 8;

constexpr uint32_t ofContent = IN_CLOSE_WRITE | IN_MODIFY | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE;
constexpr uint32_t ofFolder = IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_DONT_FOLLOW | IN_EXCL_UNLINK;

/// What editors write beside the file that is edited: vim's swap files and its test for a folder that can be written
/// (4913), Emacs's locks, backups.
bool isOfAnEditor(const QString &name)
{
    static const QRegularExpression shape(
        QStringLiteral("~\\z|\\A\\.#|\\A#.*#\\z|\\A\\..*\\.sw[a-z]\\z|\\A4913\\z|\\A\\.goutputstream-|\\.kate-swp\\z|"
                       "\\.crswap\\z|___jb_(?:tmp|old)___\\z"));
    return shape.match(name).hasMatch();
}

/// Whether the file is where this process's output goes: `ignite dev > dev.log` in the project must not be a change of
/// the sources at each line.
bool isOwnOutput(const QString &path)
{
    struct stat file{};
    if (::stat(QFile::encodeName(path).constData(), &file) != 0) {
        return false;
    }
    return std::ranges::any_of(std::array{STDOUT_FILENO, STDERR_FILENO}, [&](int descriptor) {
        struct stat output{};
        return ::fstat(descriptor, &output) == 0 && output.st_dev == file.st_dev && output.st_ino == file.st_ino;
    });
}

std::unique_ptr<QTimer> timerOf(std::chrono::milliseconds interval)
{
    auto timer = std::make_unique<QTimer>();
    timer->setSingleShot(true);
    timer->setInterval(interval);
    return timer;
}

} // namespace

/// The kernel reports what happens in each watched folder. A folder that appears is walked through after it is watched:
/// what was put into it before that is found by the walk, what comes after it is reported.
class SourceWatcher::Private
{
public:
    explicit Private(const QString &folder) : root(folder), descriptor(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {}

    Result<void> addFolder(const QString &relative);
    void addSome(bool isRest);
    void readEvents();

    SourceWatcher *q = nullptr;

private:
    [[nodiscard]] QString pathOf(const QString &relative) const
    {
        return relative.isEmpty() ? root : root + u'/' + relative;
    }
    [[nodiscard]] bool isLeftOut(const QString &folder, const QString &name) const;
    void take(const inotify_event &event);
    void takeFolder(const QString &relative, uint32_t mask);
    Result<void> addOne(const QString &relative, QStringList &below);
    void addLaterFolder(const QString &relative);
    void note(const QString &relative);
    void forget(const QString &relative);

public:
    QString root;
    Descriptor descriptor;
    // Made on the thread of `q`.
    std::unique_ptr<QSocketNotifier> notifier;
    std::unique_ptr<QTimer> quiet;
    std::unique_ptr<QTimer> latest;
    std::unique_ptr<QTimer> rest; ///< before more of `later` are watched
    QStringList later;            ///< folders that came and are not watched yet; relative
    QHash<int, QString> folders;  ///< by watch; relative, empty for the root
    QStringList files;
    bool isManyFiles = false;
    bool isIncomplete = false; ///< a folder could not be watched, which was told
};

bool SourceWatcher::Private::isLeftOut(const QString &folder, const QString &name) const
{
    const auto isPackage = [this](const QString &relative) {
        return QFileInfo::exists(pathOf(relative) + QStringLiteral("/Cargo.toml"));
    };
    bool isInSources = false;
    QString parent;
    for (const QString &part : folder.split(u'/', Qt::SkipEmptyParts)) {
        isInSources = isInSources || isSourceFolder(part.toStdString(), isPackage(parent));
        parent = parent.isEmpty() ? part : parent + u'/' + part;
    }
    return isExcludedFolder(name.toStdString(), isPackage(folder), isInSources);
}

/// With all below it.
Result<void> SourceWatcher::Private::addFolder(const QString &relative)
{
    QStringList left{relative};
    while (!left.isEmpty()) {
        if (const auto added = addOne(left.takeLast(), left); !added) {
            return added;
        }
    }
    return {};
}

/// Adds those in it to `below`.
Result<void> SourceWatcher::Private::addOne(const QString &relative, QStringList &below)
{
    const QByteArray path = QFile::encodeName(pathOf(relative));
    const int watch = ::inotify_add_watch(descriptor.number(), path.constData(), ofContent | ofFolder);
    if (watch < 0 && (errno == ENOENT || errno == ENOTDIR) && !relative.isEmpty()) {
        return {}; // it has gone again
    }
    if (watch < 0 && errno == ENOSPC) {
        return fail(ErrorCode::ResourceExhausted,
                    QObject::tr("Could not watch %1: the system watches as many folders as it may. Raise the limit: "
                                "sudo sysctl fs.inotify.max_user_watches=524288")
                        .arg(pathOf(relative)));
    }
    if (watch < 0) {
        return std::unexpected(systemError(QObject::tr("Could not watch %1: %2."), pathOf(relative), errno));
    }
    folders.insert(watch, relative);
    QDirIterator each(pathOf(relative), QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot | QDir::NoSymLinks);
    while (each.hasNext()) {
        each.next();
        if (!isLeftOut(relative, each.fileName())) {
            below << (relative.isEmpty() ? each.fileName() : relative + u'/' + each.fileName());
        }
    }
    return {};
}

void SourceWatcher::Private::note(const QString &relative)
{
    if (files.size() < maxFilesTold && !files.contains(relative)) {
        files << relative;
    } else if (!files.contains(relative)) {
        isManyFiles = true;
    }
    quiet->start();
    if (!latest->isActive()) {
        latest->start();
    }
}

/// Of a folder that was moved away, which the kernel goes on watching.
void SourceWatcher::Private::forget(const QString &relative)
{
    for (auto each = folders.begin(); each != folders.end();) {
        if (*each == relative || each->startsWith(relative + u'/')) {
            ::inotify_rm_watch(descriptor.number(), each.key());
            each = folders.erase(each);
        } else {
            ++each;
        }
    }
}

void SourceWatcher::Private::takeFolder(const QString &relative, uint32_t mask)
{
    if (mask & IN_MOVED_FROM) { // of one that was deleted, which was empty, the kernel says so (IN_IGNORED)
        forget(relative);
    }
    note(relative);
    if (mask & (IN_CREATE | IN_MOVED_TO)) {
        addLaterFolder(relative);
    }
}

void SourceWatcher::Private::addLaterFolder(const QString &relative)
{
    later << relative;
    addSome(false);
}

/// Some at a time: a folder that is moved in may have any number in it. `isRest`: an earlier turn of the event loop had
/// begun it, so what was put into them meanwhile was not seen. At the limit what is in a folder is not seen, and all
/// else is. The last thing in its callers, because a receiver may destroy the watcher.
void SourceWatcher::Private::addSome(bool isRest)
{
    for (int count = 0; !later.isEmpty(); ++count) {
        if (count == maxAddedAtOnce) {
            rest->start();
            return;
        }
        if (const auto added = addOne(later.takeLast(), later); !added) {
            later.clear();
            if (!std::exchange(isIncomplete, true)) {
                Q_EMIT q->incomplete(added.error());
            }
            return;
        }
    }
    if (isRest) {
        isManyFiles = true;
        note({});
    }
}

void SourceWatcher::Private::take(const inotify_event &event)
{
    if (event.mask & IN_Q_OVERFLOW) {
        isManyFiles = true;
        note({});
        addLaterFolder({}); // folders may have come unseen
        return;
    }
    const auto folder = folders.constFind(event.wd);
    if (folder == folders.constEnd()) {
        return;
    }
    const QString in = *folder;
    if (event.mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT)) {
        if (in.isEmpty()) {
            notifier->setEnabled(false);
            quiet->stop();
            latest->stop();
            rest->stop();
            Q_EMIT q->gone();
        }
        return; // any other folder is reported by the one that it is in
    }
    if (event.mask & IN_IGNORED) {
        folders.remove(event.wd);
        return;
    }
    const QString name = QFile::decodeName(event.len > 0 ? event.name : "");
    const bool isFolder = event.mask & IN_ISDIR;
    if (name.isEmpty() || (isFolder ? isLeftOut(in, name) : isOfAnEditor(name))) {
        return;
    }
    const QString relative = in.isEmpty() ? name : in + u'/' + name;
    if (isFolder) {
        takeFolder(relative, event.mask);
    } else if (!isOwnOutput(root + u'/' + relative)) {
        note(relative);
    }
}

void SourceWatcher::Private::readEvents()
{
    alignas(inotify_event) std::array<char, 64 << 10> buffer{};
    const QPointer<SourceWatcher> self(q);
    for (ssize_t size = 0; (size = ::read(descriptor.number(), buffer.data(), buffer.size())) > 0;) {
        for (ssize_t at = 0; at < size;) {
            const auto *const event = reinterpret_cast<const inotify_event *>(buffer.data() + at);
            take(*event);
            if (!self) {
                return;
            }
            at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
        }
    }
}

SourceWatcher::SourceWatcher(std::shared_ptr<Private> p) : d(std::move(p))
{
    d->q = this;
    d->notifier = std::make_unique<QSocketNotifier>(d->descriptor.number(), QSocketNotifier::Read);
    connect(d->notifier.get(), &QSocketNotifier::activated, this, [this] { d->readEvents(); });
    d->quiet = timerOf(quietTime);
    d->latest = timerOf(maxDelay);
    d->rest = timerOf(std::chrono::milliseconds(0));
    connect(d->rest.get(), &QTimer::timeout, this, [this] { d->addSome(true); });
    const auto tell = [this] {
        d->quiet->stop();
        d->latest->stop();
        const QStringList files = std::exchange(d->files, {});
        Q_EMIT changed(std::exchange(d->isManyFiles, false) ? QStringList() : files);
    };
    connect(d->quiet.get(), &QTimer::timeout, this, tell);
    connect(d->latest.get(), &QTimer::timeout, this, tell);
}

SourceWatcher::~SourceWatcher() = default;

Result<std::shared_ptr<SourceWatcher::Private>> SourceWatcher::begin(const QString &folder)
{
    const QString canonical = QFileInfo(folder).canonicalFilePath();
    if (canonical.isEmpty() || !QFileInfo(canonical).isDir()) {
        return fail(ErrorCode::NotFound, QObject::tr("There is no folder %1.").arg(folder));
    }
    auto made = std::make_shared<Private>(canonical);
    if (made->descriptor.number() < 0) { // that it cannot be made has no other cause than a limit
        return fail(ErrorCode::ResourceExhausted,
                    QObject::tr("Could not watch %1: this user's programs watch in as many places as they may. Close "
                                "one, or raise the limit: sudo sysctl fs.inotify.max_user_instances=512")
                        .arg(canonical));
    }
    if (const auto added = made->addFolder({}); !added) {
        return std::unexpected(added.error());
    }
    return made;
}

Result<std::unique_ptr<SourceWatcher>> SourceWatcher::watch(const QString &folder)
{
    return begin(folder).transform([](std::shared_ptr<Private> begun) {
        return std::unique_ptr<SourceWatcher>(new SourceWatcher(std::move(begun)));
    });
}

Task<std::unique_ptr<SourceWatcher>> SourceWatcher::watchLater(QString folder)
{
    auto begun = co_await onWorker([folder] { return begin(folder); });
    co_return std::move(begun).transform([](std::shared_ptr<Private> made) {
        return std::unique_ptr<SourceWatcher>(new SourceWatcher(std::move(made)));
    });
}

} // namespace studio
