// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/diagnostic_prints.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/workspace/build_output.h"
#include "core/workspace/diagnostic_list.h"
#include "core/workspace/document_store.h"
#include "core/workspace/document_text.h"
#include "core/workspace/print_scan.h"
#include "core/workspace/workspace.h"

#include <QDirIterator>
#include <QHash>

#include <chrono>

namespace studio {

namespace {

constexpr std::chrono::milliseconds printPause{400};
constexpr int maxPrintFiles = 1'000;
constexpr qsizetype maxProblems = 1'000; ///< of all files together

using ProblemsByFile = QHash<QString, QList<Diagnostic>>;

/// The path relative to the project; empty for what is not of the handler's crate.
QString fileOf(const QString &folder, const QString &path)
{
    const QString source = folder + QStringLiteral("/src/");
    const bool isOurs = !folder.isEmpty() && path.startsWith(source) && path.endsWith(QLatin1String(".rs")) &&
                        !path.startsWith(source + QStringLiteral("bin/"));
    return isOurs ? path.sliced(folder.size() + 1) : QString();
}

/// Of the files that are not open. Blocks: worker.
ProblemsByFile problemsOnDisk(const QString &folder, const QSet<QString> &open)
{
    ProblemsByFile problems;
    qsizetype count = 0;
    int seen = 0;
    QDirIterator files(folder + QStringLiteral("/src"), {QStringLiteral("*.rs")}, QDir::Files | QDir::NoSymLinks,
                       QDirIterator::Subdirectories);
    while (files.hasNext() && ++seen <= maxPrintFiles && count < maxProblems) {
        const QString path = files.next();
        const QString file = fileOf(folder, path);
        const bool isWanted = !file.isEmpty() && !open.contains(path) && files.fileInfo().size() <= maxPrintText;
        const auto read = isWanted ? readDocument(path) : Result<DocumentText>(DocumentText());
        if (const auto found = isWanted && read ? printProblems(file, read->text()) : QList<Diagnostic>();
            !found.isEmpty()) {
            count += found.size();
            problems.insert(file, found);
        }
    }
    return problems;
}

} // namespace

DiagnosticPrints::DiagnosticPrints(Workspace *workspace, QObject *parent) : QObject(parent), m_workspace(workspace)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(printPause);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        for (const QString &path : std::exchange(m_waiting, {})) {
            detach(checkOpen(path));
        }
    });
    const DocumentStore *const documents = workspace->documents();
    connect(documents, &DocumentStore::documentOpened, this, &DiagnosticPrints::schedule);
    connect(documents, &DocumentStore::documentChanged, this, &DiagnosticPrints::schedule);
    connect(documents, &DocumentStore::documentClosed, this, &DiagnosticPrints::schedule);
    connect(workspace->output(), &BuildOutput::ended, this, [this] { detach(checkAll()); });
    connect(workspace, &Workspace::opened, this, [this] {
        ++m_generation;
        m_waiting.clear();
    });
}

void DiagnosticPrints::schedule(const QString &path)
{
    if (!fileOf(m_workspace->folder(), path).isEmpty()) {
        m_waiting.insert(path);
        m_pause.start();
    }
}

/// A text that is edited meanwhile is scheduled again.
QCoro::Task<void> DiagnosticPrints::checkOpen(QString path)
{
    const QString file = fileOf(m_workspace->folder(), path);
    if (file.isEmpty()) {
        co_return;
    }
    const int version = m_workspace->documents()->version(path);
    const QString text = m_workspace->documents()->text(path, maxPrintText).value_or(QString());
    const auto found = co_await whileAlive(
        this, onWorker([file, text] { return Result<QList<Diagnostic>>(printProblems(file, text)); }));
    if (found && version == m_workspace->documents()->version(path) && file == fileOf(m_workspace->folder(), path)) {
        m_workspace->diagnostics()->replace(DiagnosticList::Source::Output, file, *found);
    }
}

QCoro::Task<void> DiagnosticPrints::checkAll()
{
    const int generation = ++m_generation;
    const QString folder = m_workspace->folder();
    QSet<QString> open;
    for (const QString &path : m_workspace->documents()->openPaths()) {
        open.insert(path);
        schedule(path);
    }
    const auto found = co_await whileAlive(
        this, onWorker([folder, open] { return Result<ProblemsByFile>(problemsOnDisk(folder, open)); }));
    if (!found || generation != m_generation) {
        co_return;
    }
    QStringList files = found->keys();
    for (const Diagnostic &before : m_workspace->diagnostics()->of(DiagnosticList::Source::Output)) {
        files << before.file; // which may have none now, or be gone
    }
    std::ranges::sort(files);
    files.removeDuplicates();
    for (const QString &file : std::as_const(files)) {
        if (!m_workspace->documents()->isOpen(folder + u'/' + file)) {
            m_workspace->diagnostics()->replace(DiagnosticList::Source::Output, file, found->value(file));
        }
    }
}

} // namespace studio
