// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/invocation/http_client.h"
#include "core/process/process.h"
#include "core/runner/instance.h"
#include "core/runner/log_thread.h"
#include "core/runner/scratch.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

namespace studio {

/// What the instances of both targets share: one child process, its states, its lines, its memory, its end.
class ProcessInstance : public Instance
{
public:
    ProcessInstance(InstanceSpec spec, std::unique_ptr<Scratch> scratch, LogReader::Host host,
                    std::shared_ptr<LogThread> thread);
    ~ProcessInstance() override;

    [[nodiscard]] InstanceState state() const override { return m_state; }
    [[nodiscard]] quint16 port() const override { return m_port; }
    [[nodiscard]] bool isListening() const override { return m_listening; }
    [[nodiscard]] qint64 pid() const override { return m_process ? m_process->pid() : 0; }
    [[nodiscard]] qint64 residentBytes() const override;
    [[nodiscard]] InstanceUsage usage(bool exact) const override;
    [[nodiscard]] QList<QByteArray> lastLines() const override { return m_log->lastLines(); }
    [[nodiscard]] Error failure() const override { return m_failure; }
    [[nodiscard]] QString trapOf(const QString &executionId) const override;
    [[nodiscard]] std::shared_ptr<CallMarks> marks() const override { return m_marks; }
    [[nodiscard]] std::function<void()> logReader() const override;
    bool drainLogs(const QString &executionId) override;
    void giveUp(const QString &executionId) override;
    void stop() override;

protected:
    /// Starts the child and the time that it has to become ready.
    void launch(ProcessSpec spec, quint16 port);
    /// From now on requests may be sent; one is, and its answer makes the instance Ready.
    void nowListening();
    void crash(const Error &error);

    [[nodiscard]] const InstanceSpec &spec() const { return m_spec; }
    [[nodiscard]] const Scratch &scratch() const { return *m_scratch; }
    /// What the child gets of our own environment.
    [[nodiscard]] static QProcessEnvironment basicEnvironment();
    /// What the platform itself tells a handler, beside the app's own variables.
    [[nodiscard]] QList<std::pair<QString, QString>> platformEnvironment(const QString &store) const;

private:
    QCoro::Task<void> probe();
    void setState(InstanceState state);
    void listenToLog();
    void takeChanges();
    void processEnded(const Result<ProcessExit> &result);
    void outputEnded();
    void clearAfterTrap();
    void nowReady();
    void notReady();
    [[nodiscard]] QString lastWords() const;

    InstanceSpec m_spec;
    InstanceState m_state = InstanceState::Starting;
    quint16 m_port = 0;
    bool m_listening = false;
    Error m_failure;
    std::unique_ptr<Scratch> m_scratch; ///< null when the child has ended
    std::shared_ptr<CallMarks> m_marks = std::make_shared<CallMarks>();
    std::shared_ptr<InstanceLog> m_log;
    std::shared_ptr<LogThread> m_logThread;
    std::optional<Trap> m_trap;
    std::optional<Result<ProcessExit>> m_exit; ///< of the child, whose last output is being read
    mutable qint64 m_memoryPeak = 0;           ///< the last that was read
    mutable QElapsedTimer m_peakRead;
    QTimer m_linesTimer;
    QTimer m_readyTimer;
    HttpClient m_client;
    std::unique_ptr<Process> m_process; ///< last: its end must find the rest alive
};

} // namespace studio
