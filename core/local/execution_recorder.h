// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/local/pending_records.h"
#include "core/local/process_lease.h"
#include "core/local/redaction.h"
#include "core/local/store_thread.h"
#include "core/local/token_filter.h"
#include "core/store/executions.h"

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QPointer>
#include <QTimer>

namespace studio {

/// Writes the records of calls, after the fact and many at once, on a thread and a connection of its own: no call waits
/// for it. A process that is killed loses what it has not written for at most `writePeriod`. While nothing can be
/// written, as on a full disk, the newest records are kept in memory and tried again. Main thread.
class ExecutionRecorder : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds writePeriod{200};
    /// Of the records that wait. Those beyond either have neither bodies nor headers nor lines, and say so.
    static constexpr qsizetype maxWhole = 5'000;
    static constexpr qsizetype maxWholeBytes = 64 << 20;
    static constexpr qsizetype maxWaiting = 50'000;  ///< beyond it they are lost, so that a slow disk costs no memory
    static constexpr qsizetype maxUnwritten = 1'000; ///< that are kept while nothing can be written
    static constexpr qsizetype maxUnwrittenBytes = 16 << 20;

    explicit ExecutionRecorder(QString storeFolder, ExecutionBounds bounds = {});
    /// Writes what is left; calls of this process that still run are lost.
    ~ExecutionRecorder() override;

    [[nodiscard]] QString writer() const { return m_lease->id(); }
    /// Values that must not be kept, in what is written of the app's calls from now on. They stay so as long as this
    /// object lives, also when the app has others by now: a call that began before may end after.
    void addSecrets(const AppId &app, const QList<QByteArray> &values);
    /// The gateway's token, which is masked in every record of a request.
    void setTokenFilter(TokenFilter filter) { m_tokenFilter = std::move(filter); }
    /// Who records a call drops the token from what the handler gets, too.
    [[nodiscard]] const TokenFilter &tokenFilter() const { return m_tokenFilter; }

    void begin(const Execution &execution);
    void end(Execution execution); ///< its record is complete

    /// `work(Executions &)` on the records' thread, after all that was recorded until now, and after the records of
    /// processes that are gone were marked as lost.
    template <typename Work> QCoro::Task<std::invoke_result_t<Work, Executions &>> run(Work work)
    {
        write(); // also beside a writing that goes on: what is asked for comes after it
        return m_store.run([work = std::move(work), folder = m_folder](Store &store) mutable {
            (void)markLost(store, folder); // where the disk cannot be written they go on as running
            return work(store.executions());
        });
    }
    /// Tries to write what waits. Why records of this process could not be written, where some could not.
    Task<bool> flush();
    /// So many records wait that callers had better be slower.
    [[nodiscard]] bool isCrowded() const { return m_waiting.size() > maxWaiting / 2; }
    void showInstances(const QMap<QString, int> &instances);

Q_SIGNALS:
    void written(const studio::AppId &app, const QString &executionId); ///< without an id: several
    /// Records cannot be written, and why. Said once, and again only after some could be written.
    void notWritten(const QString &message);
    void writtenAgain(); ///< after notWritten: what is recorded is written
    void settled();      ///< a writing has ended, well or not

private:
    struct WriteResult;
    static Result<void> markLost(Store &store, const QString &folder);
    void add(Execution execution);
    void writeInTime();
    void write();
    QCoro::Task<void> writeNow(QList<Execution> executions);
    void takeResult(const WriteResult &result, const QList<Execution> &executions);
    QCoro::Task<void> tidy();
    void tell(const QList<Execution> &executions);

    QString m_folder;
    ExecutionBounds m_bounds;
    std::shared_ptr<ProcessLease> m_lease;
    StoreThread m_store;
    QHash<QString, QList<QByteArray>> m_secretValues; ///< by app
    QHash<QString, Redaction> m_secrets;
    TokenFilter m_tokenFilter;
    PendingRecords m_waiting;
    std::optional<Error> m_failure; ///< of the last writing
    bool m_opened = false;
    int m_writing = 0; ///< on the records' thread
    QHash<QString, Execution> m_running;
    QTimer m_writeTimer;
    QTimer m_tidyTimer;
};

} // namespace studio
