// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/rpc_connection.h"
#include "core/lsp/rust_analyzer_values.h"

#include <QObject>

#include <optional>

namespace studio {

class CodeEditor;
class DocumentOutline;
class LanguageFeatures;

/// What the language server finds to run in a file: its tests. There is one for all views of a text. Main thread.
class DocumentRunnables final : public QObject
{
    Q_OBJECT

public:
    /// `editor` is the main view and owns it; `features` outlives it. It asks when `outline` has changed.
    DocumentRunnables(CodeEditor *editor, DocumentOutline *outline, LanguageFeatures *features);

    [[nodiscard]] bool isWaiting() const { return m_call.isRunning(); }
    /// Of the text as it is; nothing while unknown.
    [[nodiscard]] const std::optional<lsp::Runnables> &known() const { return m_known; }

Q_SIGNALS:
    void answered(); ///< known() is of the text as it is

private:
    void ask();

    CodeEditor *m_editor;
    LanguageFeatures *m_features;
    RpcCall m_call;
    std::optional<lsp::Runnables> m_known;
};

} // namespace studio
