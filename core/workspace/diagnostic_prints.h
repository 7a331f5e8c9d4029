// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"

#include <QObject>
#include <QSet>
#include <QTimer>

namespace studio {

class Workspace;

/// Keeps what printProblems() finds in a workspace in its DiagnosticList: in a file that is open while it is written,
/// in all of the handler's crate after a compile. Main thread; texts are read and searched on a worker.
class DiagnosticPrints : public QObject
{
    Q_OBJECT

public:
    explicit DiagnosticPrints(Workspace *workspace, QObject *parent = nullptr); ///< outlives it

private:
    void schedule(const QString &path);
    QCoro::Task<void> checkOpen(QString path);
    QCoro::Task<void> checkAll();

    Workspace *m_workspace;
    QSet<QString> m_waiting; ///< paths of open files
    QTimer m_pause;
    int m_generation = 0; ///< of all: what an older check finds is outdated
};

} // namespace studio
