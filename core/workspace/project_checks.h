// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/compiler/check_copy.h"

#include <QMap>
#include <QObject>
#include <QTimer>

#include <stop_token>

namespace studio {

class AnalysisProblems;
class Workspace;
namespace lsp {
class LspClient;
}

/// Has rust-analyzer run the compiler's check when typing pauses, on the source code as it stands in the editors: in a
/// copy of the project, so that nothing is saved for it. Manifests are checked as they are saved: cargo fetches and
/// runs what they name, and half a name is another crate's. A check that runs is ended by the next edit. None is run
/// where the copy is already checked, or the server itself finds an error of syntax, which is all that the compiler
/// would say. What is found goes through the server, with its quick fixes. Main thread.
class ProjectChecks : public QObject
{
    Q_OBJECT

public:
    /// What is to be checked, and how. A plain value.
    struct Setup
    {
        CheckCopy copy;
        QString command; ///< of cargo; empty: nothing is checked
        QString target;  ///< triple; another one is another check

        bool operator==(const Setup &) const = default;
    };

    /// All outlive it. `problems` gets what the server publishes from elsewhere.
    ProjectChecks(Workspace *workspace, lsp::LspClient *client, AnalysisProblems *problems, QObject *parent = nullptr);
    ~ProjectChecks() override;

    void setSetup(const Setup &setup); ///< the server was told of it
    void schedule();                   ///< files have changed, or may have

Q_SIGNALS:
    void ended(); ///< what was found is about the texts as they are

private:
    void restartAfterEdit(const QString &path);
    void finishCheck();
    void tellFailure(const Error &error);
    void followServer();
    void followProgress();
    QCoro::Task<void> check();
    [[nodiscard]] QMap<QString, QByteArray> unsavedSources() const;
    [[nodiscard]] bool isReady() const;

    Workspace *m_workspace;
    lsp::LspClient *m_client;
    AnalysisProblems *m_problems;
    Setup m_setup;
    QTimer m_pause;
    QTimer m_settled;        ///< after a check: what it found has been published
    std::stop_source m_stop; ///< of copying
    QString m_toldFailure;
    bool m_wasReady = false;    ///< the server, at its last change
    bool m_wasChecking = false; ///< likewise, any check
    bool m_isCopying = false;
    bool m_isOutdated = false; ///< what is copied is not the newest any more
    bool m_isRunning = false;  ///< the server was told to …
    bool m_hasBegun = false;   ///< … and has
    bool m_isChecked = false;  ///< a check of the copy as it is has ended
};

} // namespace studio
