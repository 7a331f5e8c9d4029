// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/lsp/rpc_connection.h"

#include <QObject>
#include <QPointer>

#include <functional>

namespace studio {

class CodeEditor;
namespace lsp {
class LspClient;
}

/// Formats files by a language server, which for Rust is rustfmt. One at a time: another begins anew. Main thread.
class Formatter : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    void setClient(lsp::LspClient *client); ///< null for none. Must outlive this, or be replaced first
    /// Changes the editor's text as one step of undo, and nothing where it changed meanwhile. `done` gets the error:
    /// Unavailable where there is no server, or the text cannot be formatted because it is not valid.
    void format(CodeEditor *editor, const QString &path, std::function<void(Result<void>)> done);
    /// The same before a save, which waits for two seconds at most; whether it was formatted.
    Task<bool> formatForSave(QPointer<CodeEditor> editor, QString path);

private:
    lsp::LspClient *m_client = nullptr;
    RpcCall m_call;
};

} // namespace studio
