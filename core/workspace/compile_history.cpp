// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/compile_history.h"

#include "core/base/private_json.h"
#include "core/base/text.h"
#include "core/git/git_folder.h"
#include "core/workspace/build_actions.h"
#include "core/workspace/build_output.h"
#include "core/workspace/dev_loop.h"
#include "core/workspace/project_watch.h"
#include "core/workspace/workspace.h"

#include <QCryptographicHash>
#include <QDateTime>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace studio {

namespace {

constexpr qint64 maxHistoryBytes = 256 << 10;
constexpr double maxMilliseconds = 7.0 * 24 * 3600 * 1000;
constexpr qsizetype shownHash = 12;
/// An answer that comes later was asked for by itself.
constexpr std::chrono::seconds maxAnswerTime{60};

QString historyFile(const QString &place, const QString &folder)
{
    const QByteArray name = QCryptographicHash::hash(folder.toUtf8(), QCryptographicHash::Sha256).toHex().first(32);
    return QStringLiteral("%1/%2.json").arg(place, QString::fromLatin1(name));
}

double timeFrom(const JsonReader &json)
{
    const double value = json.required().real();
    if (!std::isfinite(value) || value < 0 || value > maxMilliseconds) {
        json.refuseAs(QObject::tr("a time in milliseconds"));
        return 0;
    }
    return value;
}

RustTarget targetFrom(const JsonReader &json)
{
    const QString name = json.required().text();
    if (name == targetName(RustTarget::Wasm)) {
        return RustTarget::Wasm;
    }
    if (name != targetName(RustTarget::Native)) {
        json.refuseAs(QStringLiteral("\"native\" or \"wasm\"")); // untranslated: words of the file
    }
    return RustTarget::Native;
}

CompileRecord recordFrom(const JsonReader &json)
{
    return {.timeMs = json["time"].required().integer(0, 0),
            .target = targetFrom(json["target"].required()),
            .profile = json["release"].boolean() ? Profile::Release : Profile::Dev,
            .isGood = json["good"].required().boolean(),
            .compileMs = timeFrom(json["compile"]),
            .answerMs = timeFrom(json["answer"]),
            .artifactBytes = json["bytes"].required().integer(0, 0),
            .units = json["units"].number(0, 0),
            .version = json["version"].number(0, 0),
            .commit = json["commit"].text().left(shownHash)};
}

} // namespace

Json toJson(const QList<CompileRecord> &records)
{
    Json all = Json::array();
    for (const CompileRecord &one : records) {
        all.push_back({{"time", one.timeMs},
                       {"target", toUtf8(targetName(one.target))},
                       {"release", one.profile == Profile::Release},
                       {"good", one.isGood},
                       {"compile", one.compileMs},
                       {"answer", one.answerMs},
                       {"bytes", one.artifactBytes},
                       {"units", one.units},
                       {"version", one.version},
                       {"commit", toUtf8(one.commit)}});
    }
    return {{"compiles", all}};
}

QList<CompileRecord> compileRecordsFrom(const JsonReader &document)
{
    QList<CompileRecord> records;
    const QList<JsonReader> all = document["compiles"].required().elements();
    for (const JsonReader &one : all.last(std::min(all.size(), CompileHistory::maxRecords))) {
        records << recordFrom(one);
    }
    return records;
}

CompileHistory::CompileHistory(Workspace *workspace, QString place, QObject *parent)
    : QObject(parent), m_workspace(workspace), m_place(std::move(place))
{
    m_worker.setMaxThreadCount(1);
    connect(workspace, &Workspace::opened, this, [this] { load(); });
    connect(workspace->output(), &BuildOutput::timed, this, &CompileHistory::take);
    connect(workspace->actions(), &BuildActions::begun, this, [this] {
        m_begun.start();
        m_isRun = false;
        m_answerWanted = 0;
    });
    connect(workspace->actions(), &BuildActions::runBegun, this, [this] { m_isRun = true; });
    connect(workspace->watch(), &ProjectWatch::runBegun, this, [this] { m_isRun = true; });
    connect(workspace->loop(), &DevLoop::callAnswered, this, &CompileHistory::takeAnswer);
}

CompileHistory::~CompileHistory()
{
    m_worker.waitForDone();
}

void CompileHistory::load()
{
    m_folder = m_workspace->folder();
    m_file = historyFile(m_place, m_folder);
    m_records.clear();
    m_last = {};
    m_answerWanted = 0;
    m_takenBefore = m_taken;
    Q_EMIT changed();
    if (m_place.isEmpty()) {
        return;
    }
    m_worker.start([this, file = m_file, loading = ++m_loading] { // which this waits for before it goes
        const QList<CompileRecord> read = readPrivateJson(file, maxHistoryBytes, compileRecordsFrom);
        QMetaObject::invokeMethod(
            this,
            [this, loading, read] {
                if (loading == m_loading && !read.isEmpty()) {
                    m_records = (read + m_records).last(std::min(read.size() + m_records.size(), maxRecords));
                    Q_EMIT changed();
                }
            },
            Qt::QueuedConnection);
    });
}

void CompileHistory::take(const CompileTiming &timing)
{
    m_last = timing;
    m_records.append({.timeMs = QDateTime::currentMSecsSinceEpoch(),
                      .target = timing.target,
                      .profile = timing.profile,
                      .isGood = timing.isGood,
                      .compileMs = timing.milliseconds,
                      .artifactBytes = timing.artifactBytes,
                      .units = static_cast<int>(timing.units.size()),
                      .commit = {}});
    ++m_taken;
    if (m_records.size() > maxRecords) {
        m_records.removeFirst();
    }
    m_answerWanted = m_isRun && timing.isGood && timing.profile == Profile::Dev ? m_taken : 0;
    write();
    takeCommit(m_taken);
    Q_EMIT changed();
}

CompileRecord *CompileHistory::record(int compile)
{
    const qsizetype index = m_records.size() - 1 - (m_taken - compile);
    return compile > m_takenBefore && index >= 0 ? &m_records[index] : nullptr;
}

/// The repository's files may lie on a slow disk.
void CompileHistory::takeCommit(int compile)
{
    m_worker.start([this, folder = m_folder, compile] { // which this waits for before it goes
        const QString commit = git::headCommit(git::gitFolderOf(folder)).left(shownHash);
        QMetaObject::invokeMethod(
            this,
            [this, compile, commit] {
                CompileRecord *const made = record(compile);
                if (made && !commit.isEmpty()) {
                    made->commit = commit;
                    write();
                    Q_EMIT changed();
                }
            },
            Qt::QueuedConnection);
    });
}

/// An instance of an earlier compile may answer until the new one is ready.
void CompileHistory::takeAnswer(qint64 compiledAtMs)
{
    CompileRecord *const run = record(m_answerWanted);
    if (!run || compiledAtMs < run->timeMs) {
        return;
    }
    m_answerWanted = 0;
    if (m_begun.durationElapsed() <= maxAnswerTime) {
        run->answerMs = static_cast<double>(m_begun.nsecsElapsed()) / 1e6;
        write();
        Q_EMIT changed();
    }
}

void CompileHistory::setVersion(int compile, int number)
{
    if (CompileRecord *const published = record(compile)) {
        published->version = number;
        write();
        Q_EMIT changed();
    }
}

/// Of two windows with one project the one that compiled last is right.
void CompileHistory::write()
{
    if (m_place.isEmpty()) {
        return;
    }
    m_worker.start([file = m_file, json = toJson(m_records)] {
        (void)writePrivateFile(file, json.toUtf8(), Durability::Cache); // lost at no cost but the memory of it
    });
}

} // namespace studio
