// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/model/crate_verdict.h"

#include <QHash>
#include <QObject>

#include <functional>

namespace studio {

class Compiler;
class Workspace;

/// The person's answer to whether programs of a folder may run, and how to give it.
struct TrustAnswer
{
    std::function<std::optional<bool>()> get; ///< nothing where the question was not answered
    std::function<void(bool)> set;
};

/// Tries crates of the open project, one after the other, and knows the verdicts that were found before. Nothing of a
/// crate runs before the folder is trusted. Main thread.
class CrateTrials : public QObject
{
    Q_OBJECT

public:
    /// What runs.
    struct Progress
    {
        Dependency crate;
        RustTarget target = RustTarget::Native;
        QString step;          ///< a sentence
        int done = 0;          ///< crates that are compiled in this step …
        int total = 0;         ///< … of these; 0 where it is not known
        qsizetype waiting = 0; ///< trials behind this one

        bool operator==(const Progress &) const = default;
    };

    /// Both outlive it.
    CrateTrials(Workspace *workspace, Compiler *compiler);
    ~CrateTrials() override;

    void setTrust(TrustAnswer answer);
    [[nodiscard]] std::optional<bool> trust() const;
    void allow(); ///< answers with yes

    /// Tries each of them for each target, behind what waits. Nothing is tried without trust() being yes.
    void start(const QList<Dependency> &crates, const QList<RustTarget> &targets);
    void stop(); ///< what runs, and what waits
    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    [[nodiscard]] const Progress &progress() const { return m_progress; }
    [[nodiscard]] bool isRunning(const Dependency &crate, RustTarget target) const; ///< progress() is about it
    /// Whether it runs, or waits to.
    [[nodiscard]] bool isPending(const Dependency &crate, RustTarget target) const;

    void load();         ///< the verdicts that were kept, once for each folder; changed() tells of them
    void askToolchain(); ///< another Rust may compile from now on: verdicts of the one before are none any more
    /// The newest with the toolchain that is used now; for this version, where one is named. Null for none. Valid until
    /// changed().
    [[nodiscard]] const CrateVerdict *verdict(const Dependency &crate, RustTarget target,
                                              const QString &version = {}) const;
    /// Why the last trial of it ended without a verdict; empty where it did not.
    [[nodiscard]] QString failure(const Dependency &crate, RustTarget target) const;

Q_SIGNALS:
    void changed(); ///< verdict(), failure(), isRunning() or isPending()
    void progressChanged();

private:
    struct Job
    {
        int id = 0; ///< the same may be wanted again while the cancelled one still ends
        Dependency crate;
        RustTarget target = RustTarget::Native;
    };

    QCoro::Task<void> runAll();
    Task<CrateVerdict> runOne(Job job, std::stop_token stop);
    QCoro::Task<void> readKept();
    QCoro::Task<void> readToolchains();
    void setFolder(const QString &folder);
    void take(const Job &job, const Result<CrateVerdict> &verdict);

    Workspace *m_workspace;
    Compiler *m_compiler;
    TrustAnswer m_trust;
    std::optional<bool> m_answer; ///< where there is no m_trust
    QList<Job> m_jobs;            ///< the first runs
    int m_lastId = 0;
    bool m_isRunning = false;
    Progress m_progress;
    QList<CrateVerdict> m_verdicts;          ///< of the folder, the newest first
    QHash<QString, QString> m_failures;      ///< by trialKey()
    QHash<RustTarget, QString> m_toolchains; ///< as CrateVerdict::toolchain
    std::stop_source m_stop;
    QString m_folder;
    QString m_read; ///< the folder whose verdicts were read
};

} // namespace studio
