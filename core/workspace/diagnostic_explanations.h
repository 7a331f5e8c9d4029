// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"

#include <QHash>
#include <QObject>

#include <stop_token>

namespace studio {

class Compiler;
class Workspace;

/// Whether rustc may have an explanation of it: "E0308".
bool isErrorCode(const QString &code);

/// What `rustc --explain` says of an error code, from the toolchain that compiles the workspace. Main thread.
class DiagnosticExplanations : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it; `compiler` may be null, and then nothing is known.
    DiagnosticExplanations(Workspace *workspace, Compiler *compiler, QObject *parent = nullptr);

    /// Markdown, at most some 100 kB; asked for once for each code and toolchain. InvalidArgument: no code. NotFound:
    /// this rustc has no explanation. Unavailable: no toolchain, or it does not answer. Cancelled.
    Task<QString> explain(QString code, std::stop_token stop = {});

private:
    Workspace *m_workspace;
    Compiler *m_compiler;
    QHash<QString, QString> m_known; ///< by rustc and code
};

} // namespace studio
