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
    /// All must outlive it. `ownProjects`: a folder whose projects this program made itself; they need no question.
    AnalyzerStatus(RustAnalysis *analysis, Workspace *workspace, Banner *banner, QString ownProjects);

private:
    void update();
    void askForTrust();

    RustAnalysis *m_analysis;
    Workspace *m_workspace;
    Banner *m_banner;
    QString m_ownProjects;
    QString m_failure;  ///< the last one that the banner said
    QString m_question; ///< that the banner asks; empty for none
    QString m_asked;    ///< the folder that was asked about in this session
    QTimer m_memory;    ///< how much it uses is looked at now and then
};

} // namespace studio
