// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QTimer>
#include <QToolButton>

namespace studio {

class Banner;
class RustAnalysis;
class Workspace;

/// What rust-analyzer does, in the status bar, and the one question whether it may run the project's build scripts and
/// macros. A click starts it again. Main thread.
class AnalyzerStatus : public QToolButton
{
    Q_OBJECT

public:
    /// All must outlive it.
    AnalyzerStatus(RustAnalysis *analysis, Workspace *workspace, Banner *banner);

private:
    void update();
    void updateReady();
    void askForTrust();

    RustAnalysis *m_analysis;
    Workspace *m_workspace;
    Banner *m_banner;
    QString m_failure;          ///< the last one that the banner said
    QString m_question;         ///< that the banner asks; empty for none
    QString m_asked;            ///< the folder that was asked about in this session
    bool m_isLongCheck = false; ///< it compiles crates, most likely
    qint64 m_memoryUsed = 0;
    QTimer m_longCheck;   ///< from the begin of a check: only one that takes long is shown
    QTimer m_memoryTimer; ///< it is looked at now and then: that reads the system's list of processes
};

} // namespace studio
