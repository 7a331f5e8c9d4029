// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/invocation/http.h"
#include "core/process/process.h"
#include "core/runner/instance.h"
#include "core/runner/log_reader.h"
#include "core/runner/scratch.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

namespace studio {

/// What the instances of both targets share: one child process, its states, its lines, its memory, its end.
class ProcessInstance : public Instance
{
public:
    ProcessInstance(InstanceSpec spec, std::unique_ptr<Scratch> scratch, LogReader::Host host);
    ~ProcessInstance() override;

    [[nodiscard]] InstanceState state() const override { return m_state; }
    [[nodiscard]] quint16 port() const override { return m_port; }
    [[nodiscard]] bool isListening() const override { return m_listening; }
    [[nodiscard]] qint64 pid() const override { return m_process ? m_process->pid() : 0; }
    [[nodiscard]] qint64 residentBytes() const override;
    [[nodiscard]] InstanceUsage usage(bool exact) const override;
    [[nodiscard]] QList<QByteArray> lastLines() const override { return m_lastLines; }
    [[nodiscard]] Error failure() const override { return m_failure; }
    [[nodiscard]] QString trapOf(const QString &executionId) const override;
    void catchUp() override;
    [[nodiscard]] bool hasToldAll(const QString &executionId) const override;
    [[nodiscard]] bool isInCall(const QString &executionId) const override;
    void giveUp(const QString &executionId) override { m_reader.giveUp(executionId); }
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
    static QCoro::Task<void> probe(QPointer<ProcessInstance> self);
    void setState(InstanceState state);
    void readStderr(const QByteArray &chunk);
    void take(const QList<LogLine> &lines);
    void callsEnded(const QStringList &ended);
    void flush();
    void processEnded(const Result<ProcessExit> &result);
    void nowReady();
    void notReady();
    [[nodiscard]] QString lastWords() const;

    InstanceSpec m_spec;
    InstanceState m_state = InstanceState::Starting;
    quint16 m_port = 0;
    bool m_listening = false;
    Error m_failure;
    std::unique_ptr<Scratch> m_scratch; ///< null when the child has ended
    LogReader m_reader;
    std::optional<Trap> m_trap;
    QStringList m_told; ///< the last calls that ended
    QList<QByteArray> m_lastLines;
    QList<LogLine> m_waiting;
    qint64 m_dropped = 0;
    mutable qint64 m_memoryPeak = 0; ///< the last that was read
    mutable QElapsedTimer m_peakRead;
    QElapsedTimer m_second;
    qsizetype m_toldThisSecond = 0;
    QTimer m_flushTimer;
    QTimer m_readyTimer;
    HttpClient m_client;
    std::unique_ptr<Process> m_process; ///< last: its end must find the rest alive
};

} // namespace studio
