// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/model/diagnostic.h"

#include <QObject>
#include <QSet>
#include <QTimer>

namespace studio {

class Workspace;

/// Notes on `print!` and `println!`, whose output the platform does not keep, and on `dbg!`, each with what to write
/// instead. Code of tests, comments and strings are passed over. `file` as in Diagnostic. At most 100.
QList<Diagnostic> printProblems(const QString &file, const QString &text);

/// Finds them in a workspace and keeps them in its DiagnosticList: in a file that is open while it is written, in all
/// of the handler's crate after a compile. Main thread; files are read on a worker.
class DiagnosticPrints : public QObject
{
    Q_OBJECT

public:
    explicit DiagnosticPrints(Workspace *workspace, QObject *parent = nullptr); ///< outlives it

private:
    void schedule(const QString &path);
    void checkOpen();
    QCoro::Task<void> checkAll();
    [[nodiscard]] QString fileOf(const QString &path) const; ///< empty for what is not of the handler's crate

    Workspace *m_workspace;
    QSet<QString> m_waiting; ///< paths of open files
    QTimer m_pause;
    int m_generation = 0; ///< of all: what an older check finds is outdated
};

} // namespace studio
