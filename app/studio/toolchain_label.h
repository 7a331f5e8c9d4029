// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/target.h"

#include <QCoroTask>
#include <QLabel>

namespace studio {

class Compiler;
class Workspace;

/// Which Rust compiles the open project, for the status bar: "rustc 1.97.1 (platform: 1.93)". Main thread.
class ToolchainLabel : public QLabel
{
    Q_OBJECT

public:
    /// Both must outlive it. Asks when the window has been there for a moment, and again for another target.
    ToolchainLabel(Compiler *compiler, Workspace *workspace, QWidget *parent = nullptr);

    void askAgain();

Q_SIGNALS:
    void message(const QString &sentence, bool isError);

private:
    QCoro::Task<void> ask();

    Compiler *m_compiler;
    Workspace *m_workspace;
};

} // namespace studio
