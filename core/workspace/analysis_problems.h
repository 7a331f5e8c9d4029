// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/lsp_values.h"

#include <QSet>
#include <QString>

namespace studio {

class Workspace;
namespace lsp {
class LspClient;
}

/// What a language server finds wrong, in the workspace's list of diagnostics. Only files of the project are in it, and
/// of both files and their problems a limited number: a server may find any. Main thread.
class AnalysisProblems
{
public:
    AnalysisProblems(Workspace *workspace, const lsp::LspClient *client); ///< both outlive it

    /// Replaces those of one file. `path` is absolute.
    void take(const QString &path, const QList<lsp::Diagnostic> &diagnostics);
    void clear();

private:
    Workspace *m_workspace;
    const lsp::LspClient *m_client;
    QSet<QString> m_files; ///< that have some, relative to the project
};

} // namespace studio
