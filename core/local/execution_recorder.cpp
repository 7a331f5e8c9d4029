// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/execution_recorder.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"

#include <QCoroSignal>
#include <QCoroTimer>

#include <sys/resource.h>
#include <unistd.h>

namespace studio {

namespace {

constexpr std::chrono::seconds firstTidy{2};
constexpr std::chrono::minutes tidyPeriod{5};
constexpr std::chrono::milliseconds tidyPause{20}; ///< between two steps, for other writers
constexpr std::chrono::seconds againAfter{2};      ///< a failure to write: a full disk, a busy store
constexpr int toldOneByOne = 64;

/// What a record is worth while the disk does not keep up. How long the bodies were stays in it, so that it shows that
/// they are missing.
Execution bare(Execution execution)
{
    execution.response.truncated = execution.response.truncated || !execution.response.body.isEmpty();
    execution.request.headers.clear();
    execution.request.body.clear();
    execution.response.headers.clear();
    execution.response.body.clear();
    execution.linesDropped += execution.lines.size();
    execution.lines.clear();
    return execution;
}

/// A full disk, a busy store; not what a later try cannot change.
bool worthTryingAgain(const Error &error)
{
    return error.code != ErrorCode::Internal && error.code != ErrorCode::InvalidArgument;
}

/// Writing records takes more than a short call does, and is in no hurry.
void giveWay()
{
    constexpr int nice = 10;
    static thread_local const bool isDone = ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), nice) == 0;
    (void)isDone;
}

/// In steps: the thread gives way to others, and must not keep the database for long meanwhile.
Result<void> writeInSteps(Executions &into, const QList<Execution> &executions, const QString &writer)
{
    constexpr qsizetype step = 2'000;
    for (qsizetype at = 0; at < executions.size(); at += step) {
        // Most are one step, and no copy.
        const bool isAll = executions.size() <= step;
        if (auto written = into.write(isAll ? executions : executions.mid(at, step), writer); !written) {
            return written; // what was written is written again later, which changes nothing
        }
    }
    return {};
}

/// All writers of records go through here first.
void clean(QList<Execution> &executions, const QHash<QString, Redaction> &secrets)
{
    if (secrets.isEmpty()) {
        return; // else the list would be copied for nothing
    }
    for (Execution &one : executions) {
        secrets.value(one.app.toString()).clean(one);
    }
}

} // namespace

struct ExecutionRecorder::WriteResult
{
    std::optional<Error> error;
    bool tryAgain = false; ///< all of them

    static WriteResult of(Store &store, const QList<Execution> &executions, ProcessLease &presence);
};

ExecutionRecorder::WriteResult ExecutionRecorder::WriteResult::of(Store &store, const QList<Execution> &executions,
                                                                  ProcessLease &presence)
{
    giveWay();
    // Seen before its first running record, or others would call that lost.
    const auto ready = presence.appear().and_then([&] { return store.beQuick(); });
    const auto written = ready.and_then([&] { return writeInSteps(store.executions(), executions, presence.id()); });
    if (written) {
        return {};
    }
    if (worthTryingAgain(written.error())) {
        return {.error = written.error(), .tryAgain = true};
    }
    if (executions.size() == 1) {
        return {.error = written.error()};
    }
    // One that cannot be written must not keep the others from it.
    WriteResult result;
    for (const Execution &one : executions) {
        if (const auto done = store.executions().write({one}, presence.id()); !done) {
            result.error = done.error();
        }
    }
    return result;
}

ExecutionRecorder::ExecutionRecorder(QString storeFolder, ExecutionBounds bounds)
    : m_folder(std::move(storeFolder))
    , m_bounds(bounds)
    , m_lease(std::make_shared<ProcessLease>(m_folder))
    , m_store(m_folder)
{
    m_writeTimer.setSingleShot(true);
    m_writeTimer.setInterval(writePeriod);
    connect(&m_writeTimer, &QTimer::timeout, this, &ExecutionRecorder::writeInTime);
    m_tidyTimer.setSingleShot(true);
    connect(&m_tidyTimer, &QTimer::timeout, this, [this] { detach(tidy()); });
}

ExecutionRecorder::~ExecutionRecorder()
{
    for (Execution one : std::as_const(m_running)) {
        one.status = ExecutionStatus::Lost;
        add(one);
    }
    if (!m_waiting.isEmpty()) {
        m_store.post([executions = m_waiting.take(), presence = m_lease, secrets = m_secrets](Store &store) mutable {
            clean(executions, secrets);
            (void)WriteResult::of(store, executions, *presence);
        });
    }
}

Result<void> ExecutionRecorder::markLost(Store &store, const QString &folder)
{
    const auto writers = store.executions().runningWriters();
    if (!writers) {
        return std::unexpected(writers.error());
    }
    for (const QString &writer : *writers) {
        if (!ProcessLease::isThere(folder, writer)) {
            if (auto marked = store.executions().markLost(writer); !marked) {
                return marked;
            }
        }
    }
    return {};
}

void ExecutionRecorder::addSecrets(const AppId &app, const QList<QByteArray> &values)
{
    QList<QByteArray> &all = m_secretValues[app.toString()];
    for (const QByteArray &value : values) {
        if (!all.contains(value)) {
            all.append(value);
        }
    }
    m_secrets.insert(app.toString(), Redaction(all));
}

void ExecutionRecorder::begin(const Execution &execution)
{
    if (!std::exchange(m_opened, true)) {
        m_store.post([](Store &) {}); // while the call is made: a command that makes one call ends right after it
    }
    m_running.insert(execution.id, execution);
    add(execution);
}

void ExecutionRecorder::end(Execution execution)
{
    m_running.remove(execution.id);
    add(std::move(execution));
}

void ExecutionRecorder::add(Execution execution)
{
    if (m_waiting.size() < maxWaiting || m_waiting.contains(execution.id)) {
        const bool isWhole = m_waiting.size() < maxWhole && m_waiting.bytes() < maxWholeBytes;
        Execution kept = isWhole ? std::move(execution) : bare(std::move(execution));
        m_tokenFilter.mask(kept.request);
        m_waiting.add(std::move(kept));
    }
    if (m_failure) {
        m_waiting.keepNewest(maxUnwritten, maxUnwrittenBytes);
    }
    if (!m_writeTimer.isActive()) {
        m_writeTimer.start(writePeriod);
    }
    if (!m_tidyTimer.isActive()) {
        m_tidyTimer.start(firstTidy);
    }
}

/// One at a time: what a slow disk leaves waits here, where it is counted.
void ExecutionRecorder::writeInTime()
{
    if (m_writing > 0) {
        m_writeTimer.start(writePeriod);
    } else {
        write();
    }
}

void ExecutionRecorder::write()
{
    m_writeTimer.stop();
    if (!m_waiting.isEmpty()) {
        detach(writeNow(m_waiting.take()));
    }
}

QCoro::Task<void> ExecutionRecorder::writeNow(QList<Execution> executions)
{
    const QPointer self(this);
    ++m_writing;
    const auto done = co_await whileAlive(this, m_store.run([executions, presence = m_lease, secrets = m_secrets](
                                                                Store &store) mutable -> Result<WriteResult> {
        clean(executions, secrets);
        return WriteResult::of(store, executions, *presence);
    }));
    --m_writing;
    // A store that cannot be opened may be so later.
    takeResult(done ? *done : WriteResult{.error = done.error(), .tryAgain = true}, executions);
    if (self) {
        Q_EMIT settled();
    }
}

void ExecutionRecorder::takeResult(const WriteResult &result, const QList<Execution> &executions)
{
    const bool wasFailing = m_failure.has_value();
    m_failure = result.error;
    if (result.tryAgain) {
        QList<Execution> again = executions;
        // A record that says that the call runs is out of date once the call has ended.
        again.removeIf([this](const Execution &one) {
            return one.status == ExecutionStatus::Running && !m_running.contains(one.id);
        });
        m_waiting.putBack(again);
        m_waiting.keepNewest(maxUnwritten, maxUnwrittenBytes);
        m_writeTimer.start(againAfter);
    }
    const QPointer<ExecutionRecorder> self(this);
    if (result.error && !wasFailing) {
        Q_EMIT notWritten(result.error->message);
    } else if (wasFailing && !result.error) {
        Q_EMIT writtenAgain();
    }
    if (self && !result.tryAgain) {
        tell(executions);
    }
}

Task<bool> ExecutionRecorder::flush()
{
    write();
    while (m_writing > 0) {
        co_await whileAlive(this, qCoro(this, &ExecutionRecorder::settled));
    }
    if (!m_failure) {
        co_return true;
    }
    co_return std::unexpected(*m_failure);
}

void ExecutionRecorder::tell(const QList<Execution> &executions)
{
    const QPointer<ExecutionRecorder> self(this);
    QHash<QString, QList<const Execution *>> byApp;
    for (const Execution &one : executions) {
        byApp[one.app.toString()].append(&one);
    }
    for (const auto &ofApp : std::as_const(byApp)) {
        const bool several = ofApp.size() > toldOneByOne;
        for (qsizetype at = 0; self && at < (several ? 1 : ofApp.size()); ++at) {
            Q_EMIT written(ofApp[at]->app, several ? QString() : ofApp[at]->id);
        }
    }
}

/// Small steps with pauses, so that a call or another process never waits for more than one of them.
QCoro::Task<void> ExecutionRecorder::tidy()
{
    (void)co_await whileAlive(this, m_store.run([folder = m_folder](Store &store) {
        ProcessLease::removeAbandoned(folder);
        return markLost(store, folder);
    }));
    for (;;) {
        const auto removed = co_await whileAlive(
            this, m_store.run([bounds = m_bounds](Store &store) { return store.executions().prune(bounds); }));
        if (!removed || *removed == 0) {
            break;
        }
        QTimer pause;
        pause.start(tidyPause);
        co_await whileAlive(this, qCoro(pause).waitForTimeout());
    }
    m_tidyTimer.start(tidyPeriod);
}

void ExecutionRecorder::showInstances(const QMap<QString, int> &instances)
{
    m_store.post([instances, presence = m_lease](Store &) {
        if (presence->appear()) {
            presence->show(instances);
        }
    });
}

} // namespace studio
