// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/project_search.h"

#include "core/process/line_splitter.h"
#include "core/search/ripgrep.h"

#include <QSet>
#include <QTimer>

#include <chrono>
#include <memory>

namespace studio {

namespace {

constexpr std::chrono::milliseconds batchInterval{25};
constexpr int maxBatch = 250;                  ///< matches, so that no batch stops the window
constexpr qsizetype maxPrintedLine = 16 << 20; ///< a line of a file, escaped, with its matches
constexpr qsizetype maxListBytes = 64 << 20;
constexpr qsizetype maxCharacters = 64 << 20; ///< of all matches and their lines
constexpr qsizetype maxErrorBytes = 16 << 10;

} // namespace

/// Runs ripgrep over the folder and beside it, where documents are unsaved, a listing that tells which of them belong
/// to the searched files; these are searched one after the other, each as standard input of a process.
class ProjectSearch::Worker : public QObject
{
public:
    using Report = std::function<void(int generation, QList<FileMatches>, std::optional<SearchSummary>)>;

    explicit Worker(Report report) : m_report(std::move(report))
    {
        m_timer.setParent(this);
        m_timer.setSingleShot(true);
        m_timer.setInterval(batchInterval);
        connect(&m_timer, &QTimer::timeout, this, &Worker::flush);
    }

    void start(int generation, const ProjectQuery &query, const QString &folder, const QHash<QString, QString> &unsaved)
    {
        stop();
        m_generation = generation;
        m_query = query;
        m_unsaved = unsaved;
        m_unsearched.clear();
        m_listed.clear();
        m_batch.clear();
        m_files.clear();
        m_summary = {};
        m_hasReported = false;
        m_characters = 0;
        runSearch(searchSpec(folder, query), {});
        if (!unsaved.isEmpty()) {
            listFiles(folder);
        }
    }

    void stop()
    {
        m_timer.stop();
        m_processes.clear();
    }

private:
    Process *add(ProcessSpec spec)
    {
        auto owned = std::make_unique<Process>(std::move(spec));
        Process *const process = owned.get();
        m_processes.push_back(std::move(owned));
        return process;
    }

    /// `document`: what standard input is the text of; empty for the folder.
    void runSearch(ProcessSpec spec, const QString &document)
    {
        Process *const process = add(std::move(spec));
        const auto lines = std::make_shared<LineSplitter>(maxPrintedLine);
        const auto said = std::make_shared<QByteArray>();
        connect(process, &Process::standardOutput, this, [this, lines, document](const QByteArray &chunk) {
            for (const QByteArray &line : lines->feed(chunk)) {
                take(line, document);
            }
        });
        connect(process, &Process::standardError, this, [said](const QByteArray &chunk) {
            *said += chunk.first(std::min(chunk.size(), maxErrorBytes - said->size()));
        });
        connect(process, &Process::finished, this, [this, process, said](const Result<ProcessExit> &exit) {
            noteEnd(exit, *said);
            end(process);
        });
        process->start();
    }

    void listFiles(const QString &folder)
    {
        Process *const process = add(listFilesSpec(folder, m_query));
        connect(process, &Process::standardOutput, this,
                [this](const QByteArray &chunk) { m_listed += m_listed.size() < maxListBytes ? chunk : QByteArray(); });
        connect(process, &Process::finished, this, [this, process] {
            for (const QByteArray &path : m_listed.split('\0')) {
                if (const QString file = QString::fromUtf8(path); m_unsaved.contains(file)) {
                    m_unsearched << file;
                }
            }
            searchNextDocument();
            end(process);
        });
        process->start();
    }

    void searchNextDocument()
    {
        if (!m_unsearched.isEmpty() && !m_summary.isLimited) {
            const QString file = m_unsearched.takeFirst();
            runSearch(searchTextSpec(m_unsaved.value(file), m_query), file);
        }
    }

    void take(const QByteArray &line, const QString &document)
    {
        if (m_summary.isLimited) {
            return;
        }
        const auto parsed = parseMatches(line);
        if (!parsed && line.startsWith("{\"type\":\"match\"")) { // the first piece of one that is too long
            ++m_summary.unreadLines;
        }
        if (!parsed || !*parsed || (*parsed)->matches.isEmpty()) {
            return;
        }
        FileMatches found = **parsed;
        if (!document.isEmpty()) {
            found.file = document;
        } else if (m_unsaved.contains(found.file)) {
            return; // as on disk
        }
        append(std::move(found));
    }

    void append(FileMatches found)
    {
        const int room = maxSearchMatches - m_summary.matches;
        if (found.matches.size() > room) {
            found.matches.resize(room);
            m_summary.isLimited = true;
        }
        m_summary.matches += static_cast<int>(found.matches.size());
        for (const LineMatch &match : std::as_const(found.matches)) {
            m_characters += match.matched.size() + match.shown.size();
        }
        m_summary.isLimited = m_summary.isLimited || m_characters > maxCharacters;
        m_inBatch += static_cast<int>(found.matches.size());
        m_files.insert(found.file);
        if (!m_batch.isEmpty() && m_batch.last().file == found.file) {
            m_batch.last().matches += found.matches;
        } else {
            m_batch.append(std::move(found));
        }
        if (!m_hasReported || m_inBatch >= maxBatch) {
            flush();
        } else if (!m_timer.isActive()) {
            m_timer.start();
        }
        if (m_summary.isLimited) {
            QTimer::singleShot(0, this, [this, generation = m_generation] { // not from within the process' own signal
                if (generation == m_generation) {
                    finish();
                }
            });
        }
    }

    void flush()
    {
        m_timer.stop();
        m_inBatch = 0;
        if (!m_batch.isEmpty()) {
            m_hasReported = true;
            m_report(m_generation, std::exchange(m_batch, {}), std::nullopt);
        }
    }

    /// 0: matches, 1: none, 2: an error, beside which there may be matches.
    void noteEnd(const Result<ProcessExit> &exit, const QByteArray &said)
    {
        if (!exit) {
            m_summary.error = tr("Could not search: %1 Install the package ripgrep.").arg(exit.error().message);
        } else if (exit->code == 2) {
            m_summary.error = searchError(said, m_query.isRegex);
        } else if (exit->signal != 0 || exit->code > 2) {
            m_summary.error = tr("The search ended early: rg %1.").arg(describe(*exit));
        }
    }

    void end(Process *process)
    {
        const auto is = [process](const auto &one) { return one.get() == process; };
        const auto at = std::ranges::find_if(m_processes, is);
        if (at == m_processes.end()) {
            return;
        }
        at->release()->deleteLater(); // it is in its own signal
        m_processes.erase(at);
        if (m_processes.empty()) {
            searchNextDocument();
        }
        if (m_processes.empty()) {
            finish();
        }
    }

    void finish()
    {
        if (m_generation == m_finished) {
            return;
        }
        m_finished = m_generation;
        stop();
        flush();
        m_summary.files = static_cast<int>(m_files.size());
        m_report(m_generation, {}, m_summary);
    }

    Report m_report;
    ProjectQuery m_query;
    QHash<QString, QString> m_unsaved;
    QStringList m_unsearched;
    QByteArray m_listed;
    QList<FileMatches> m_batch;
    QSet<QString> m_files;
    SearchSummary m_summary;
    std::vector<std::unique_ptr<Process>> m_processes;
    QTimer m_timer;
    int m_inBatch = 0;
    qsizetype m_characters = 0; ///< of the matches
    int m_generation = 0;
    int m_finished = 0;
    bool m_hasReported = false;
};

ProjectSearch::ProjectSearch(QObject *parent)
    : QObject(parent)
    , m_worker(new Worker(
          [this](int generation, const QList<FileMatches> &batch, const std::optional<SearchSummary> &summary) {
              QMetaObject::invokeMethod(
                  this,
                  [this, generation, batch, summary] {
                      if (generation != m_generation || !m_isRunning) {
                          return;
                      }
                      if (!batch.isEmpty()) {
                          for (const FileMatches &one : batch) {
                              m_matches += static_cast<int>(one.matches.size());
                          }
                          Q_EMIT found(batch);
                      }
                      if (summary && generation == m_generation) {
                          m_isRunning = false;
                          Q_EMIT finished(*summary);
                      }
                  },
                  Qt::QueuedConnection);
          }))
{
    m_thread.setObjectName(QStringLiteral("search"));
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
}

ProjectSearch::~ProjectSearch()
{
    m_thread.quit();
    m_thread.wait();
}

void ProjectSearch::start(const ProjectQuery &query, const QString &folder, const QHash<QString, QString> &unsaved)
{
    m_isRunning = true;
    m_matches = 0;
    const int generation = ++m_generation;
    QMetaObject::invokeMethod(
        m_worker,
        [worker = m_worker, generation, query, folder, unsaved] { worker->start(generation, query, folder, unsaved); },
        Qt::QueuedConnection);
}

void ProjectSearch::cancel()
{
    ++m_generation;
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] { worker->stop(); }, Qt::QueuedConnection);
    if (std::exchange(m_isRunning, false)) {
        Q_EMIT finished({.matches = m_matches, .isCancelled = true});
    }
}

} // namespace studio
