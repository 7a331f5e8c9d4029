// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/lsp_values.h"
#include "core/lsp/rpc_connection.h"

#include <QObject>

#include <functional>
#include <map>

namespace studio::lsp {

/// What is wrong in the open documents, of a server that says so when it is asked: again after each edit, and whenever
/// it knows more. What it says unasked of the same files (what a compiler found) is kept beside that. Main thread.
class PulledDiagnostics
{
public:
    using Done = std::function<void(const Result<DocumentDiagnostics> &)>;
    using Question = std::function<RpcCall(const QString &path, Done done)>;
    using Told = std::function<void(const QString &path, const QList<Diagnostic> &diagnostics)>;

    /// `ask` asks the server about a document. `tell` gets all that is wrong in a file, instead of what was before.
    PulledDiagnostics(Question ask, Told tell);

    void open(const QString &path); ///< or its text is another now
    void close(const QString &path);
    void askAgain(); ///< about all that are open
    void clear();    ///< nothing is told: the server has ended

    void takePushed(const QString &path, const QList<Diagnostic> &diagnostics);

private:
    struct File
    {
        QList<Diagnostic> pulled;
        QList<Diagnostic> pushed;
        RpcCall question;
        bool isOpen = false;
    };

    void take(const QString &path, const Result<DocumentDiagnostics> &answer);

    Question m_ask;
    Told m_tell;
    std::map<QString, File> m_files; ///< by path; that are open, or have some
};

} // namespace studio::lsp
