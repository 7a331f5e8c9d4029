// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/project_watch.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/git/git_folder.h"
#include "core/workspace/build_actions.h"
#include "core/workspace/dev_loop.h"
#include "core/workspace/document_store.h"
#include "core/workspace/manifest_editor.h"
#include "core/workspace/saved_requests.h"
#include "core/workspace/source_watcher.h"
#include "core/workspace/workspace.h"

#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <sys/stat.h>
#include <utility>

namespace studio {

namespace {

constexpr std::chrono::milliseconds saveWait{30};       ///< beside what SourceWatcher waits
constexpr std::chrono::milliseconds manyFilesWait{600}; ///< longer than its longest delay
constexpr qsizetype maxFilesShown = 8;
constexpr qsizetype maxSaved = 1000;

/// git holds this lock while it writes the files of a checkout, a merge or a stash. Blocks for a moment.
bool isGitWriting(const QString &folder)
{
    const QString repository = git::gitFolderOf(folder);
    return !repository.isEmpty() && QFileInfo::exists(repository + QStringLiteral("/index.lock"));
}

/// By the clock that the kernel marks files with, which goes in steps of some milliseconds.
std::timespec fileClock()
{
    std::timespec now{};
    ::clock_gettime(CLOCK_REALTIME_COARSE, &now);
    return now;
}

/// A file as it is, without reading it: what is written again has another time of change, whatever time of modification
/// a program gives it.
struct FileState
{
    std::timespec changed{};
    qint64 size = 0;
    quint64 inode = 0;

    bool operator==(const FileState &other) const
    {
        return changed.tv_sec == other.changed.tv_sec && changed.tv_nsec == other.changed.tv_nsec &&
               size == other.size && inode == other.inode;
    }
    [[nodiscard]] bool isOlderThan(const std::timespec &time) const
    {
        return changed.tv_sec != time.tv_sec ? changed.tv_sec < time.tv_sec : changed.tv_nsec < time.tv_nsec;
    }
};

/// Blocks for a moment.
std::optional<FileState> stateOf(const QString &path)
{
    struct stat file{};
    if (::lstat(QFile::encodeName(path).constData(), &file) != 0) {
        return {};
    }
    return FileState{.changed = file.st_ctim, .size = file.st_size, .inode = file.st_ino};
}

} // namespace

class ProjectWatch::Private
{
public:
    Private(ProjectWatch *owner, Workspace *theWorkspace) : q(owner), workspace(theWorkspace)
    {
        wait.setSingleShot(true);
        QObject::connect(&wait, &QTimer::timeout, q, [this] { detach(endWait()); });
    }

    void begin(bool isUpToDate);
    void end();
    void perform(WatchRules::Action action);
    void take(const QStringList &changed);
    void beginRun();
    QCoro::Task<void> endWait();
    [[nodiscard]] bool isCompiled(const QString &path) const;
    void noteSaved(const QString &path);
    QCoro::Task<void> watch(int ours);
    QCoro::Task<void> run();

    ProjectWatch *q;
    Workspace *workspace;
    WatchRules rules;
    QTimer wait;
    std::unique_ptr<SourceWatcher> watcher;
    int generation = 0; ///< of the watcher, which is made on a worker
    QStringList files;  ///< that changed since the last compile began
    bool isMany = false;
    bool isAnswered = false;               ///< whether the folder is trusted, by what the person has started
    std::optional<std::timespec> runBegun; ///< the last one
    QHash<QString, FileState> saved;       ///< by an editor, since that one began; by absolute path
    QHash<QString, FileState> compiled;    ///< saved before it began
};

void ProjectWatch::Private::begin(bool isUpToDate)
{
    if (rules.isOn() || !workspace->isOpen()) {
        return;
    }
    const WatchRules::Action action = rules.switchOn(isUpToDate);
    detach(watch(++generation));
    Q_EMIT q->stateChanged();
    perform(action);
}

void ProjectWatch::Private::end()
{
    ++generation;
    watcher.reset();
    runBegun.reset();
    saved.clear();
    compiled.clear();
    files.clear();
    isMany = false;
    const bool wasOn = rules.isOn();
    perform(rules.switchOff());
    if (wasOn) {
        Q_EMIT q->stateChanged();
    }
}

/// What changes until the folders are watched is not seen: a second at most, and a Run sees it.
QCoro::Task<void> ProjectWatch::Private::watch(int ours)
{
    auto made = co_await whileAlive(q, SourceWatcher::watchLater(workspace->folder()));
    if (ours != generation) {
        co_return;
    }
    if (!made) {
        end();
        Q_EMIT q->message(made.error().message, true);
        co_return;
    }
    watcher = std::move(*made);
    QObject::connect(watcher.get(), &SourceWatcher::changed, q, [this](QStringList changed) {
        const bool isKnown = !changed.isEmpty();
        changed.removeIf([this](const QString &file) { return workspace->savedRequests()->holds(file); });
        if (!isKnown || !changed.isEmpty()) {
            take(changed);
        }
    });
    QObject::connect(watcher.get(), &SourceWatcher::incomplete, q, [this](const Error &error) {
        Q_EMIT q->message(QObject::tr("Changes in this folder will not be seen. %1").arg(error.message), true);
    });
    QObject::connect(
        watcher.get(), &SourceWatcher::gone, q,
        [this] {
            end();
            Q_EMIT q->message(
                QObject::tr("The folder %1 is gone, so it is not watched any more.").arg(workspace->folder()), true);
        },
        Qt::QueuedConnection); // the watcher is destroyed by it
}

/// With its folder, whose state tells of files that are gone, as the one that is renamed over the file.
void ProjectWatch::Private::noteSaved(const QString &path)
{
    for (const QString &changed : {path, QFileInfo(path).path()}) {
        const auto state = rules.isOn() && saved.size() < maxSaved ? stateOf(changed) : std::nullopt;
        if (state) {
            saved.insert(changed, *state);
        }
    }
}

/// Whether the last Run reads what is there now: the file was written before, or is as an editor saved it before. The
/// second is for the step of the clock that the Run began in.
bool ProjectWatch::Private::isCompiled(const QString &path) const
{
    const QString there = QFileInfo::exists(path) ? path : QFileInfo(path).path();
    const auto state = stateOf(there);
    return runBegun && state && (state->isOlderThan(*runBegun) || compiled.value(there) == *state);
}

void ProjectWatch::Private::take(const QStringList &changed)
{
    // The save that a Run begins with, of which the watcher tells a moment later.
    if (!changed.isEmpty() && std::ranges::all_of(changed, [this](const QString &file) {
            return isCompiled(workspace->absolutePath(file));
        })) {
        return;
    }
    const QString manifest = workspace->manifest()->path();
    const bool isManifest = changed.isEmpty() || changed.contains(QStringLiteral("Cargo.toml"));
    if (isManifest && !workspace->documents()->isOpen(manifest)) {
        workspace->documents()->saved(manifest); // the package may have another name now, or be readable again
    }
    isMany = isMany || changed.isEmpty();
    for (const QString &file : changed) {
        if (!files.contains(file)) {
            isMany = isMany || files.size() >= maxFilesShown;
            isMany ? void() : files.append(file);
        }
    }
    workspace->loop()->noticeChange();
    perform(rules.takeChange(changed.isEmpty() ? WatchRules::Size::Many : WatchRules::Size::Few));
}

void ProjectWatch::Private::perform(WatchRules::Action action)
{
    switch (action) {
    case WatchRules::Action::None:
        break;
    case WatchRules::Action::Wait:
        wait.start(saveWait);
        break;
    case WatchRules::Action::WaitLonger:
        wait.start(manyFilesWait);
        break;
    case WatchRules::Action::StopWaiting:
        wait.stop();
        break;
    case WatchRules::Action::Run:
        detach(run());
        break;
    }
}

/// The repository may lie on a slow disk, and may have been made since the project was opened.
QCoro::Task<void> ProjectWatch::Private::endWait()
{
    const bool isWriting =
        co_await whileAlive(q, onWorker([folder = workspace->folder()] { return isGitWriting(folder); }));
    if (!wait.isActive()) { // else something has changed since, and its own wait ends later
        perform(rules.endWait(!isWriting));
    }
}

/// Each file that was written before this is compiled by it.
void ProjectWatch::Private::beginRun()
{
    runBegun = fileClock();
    compiled = std::exchange(saved, {});
    files.clear();
    isMany = false;
    perform(rules.beginRun());
}

QCoro::Task<void> ProjectWatch::Private::run()
{
    const QStringList shown = isMany ? QStringList() : files;
    beginRun();
    auto running = workspace->actions()->runSaved(); // which says what went wrong
    Q_EMIT q->runBegun(shown);
    (void)co_await whileAlive(q, std::move(running));
}

ProjectWatch::ProjectWatch(Workspace *workspace, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this, workspace))
{
    BuildActions *const actions = workspace->actions();
    connect(workspace, &Workspace::opened, this, [this] {
        d->end();
        d->isAnswered = false;
        d->rules.setTrust({});
    });
    connect(workspace->documents(), &DocumentStore::documentSaved, this,
            [this](const QString &path) { d->noteSaved(path); });
    connect(actions, &BuildActions::runBegun, this, [this] { d->beginRun(); });
    // A compile by the person runs what the question is about. When it is done, for a Run would end it.
    connect(actions, &BuildActions::outputWanted, this, [this] { d->isAnswered = true; });
    connect(actions, &BuildActions::stateChanged, this, [this, actions] {
        d->perform(d->rules.setFree(actions->canRun() && !actions->isLinting()));
        if (!actions->isWorking() && std::exchange(d->isAnswered, false) && !d->rules.trust()) {
            setTrust(true);
        }
    });
}

ProjectWatch::~ProjectWatch() = default;

bool ProjectWatch::isOn() const
{
    return d->rules.isOn();
}

void ProjectWatch::switchOn()
{
    d->begin(d->workspace->loop()->status().isUpToDate());
}

void ProjectWatch::resume()
{
    d->begin(true);
}

void ProjectWatch::switchOff()
{
    d->end();
}

void ProjectWatch::shutDown()
{
    ++d->generation;
    d->watcher.reset();
    d->perform(d->rules.clearPending());
}

void ProjectWatch::setTrust(std::optional<bool> trust)
{
    if (trust != d->rules.trust()) {
        const WatchRules::Action action = d->rules.setTrust(trust);
        Q_EMIT stateChanged();
        d->perform(action);
    }
}

bool ProjectWatch::isWaitingForTrust() const
{
    return d->rules.isOn() && d->rules.trust() != std::optional(true);
}

} // namespace studio
