// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/lsp_values.h"
#include "core/lsp/rpc_connection.h"

#include <QObject>

namespace studio {

class CodeEditor;
class DocumentOutline;
class LanguageFeatures;

/// Blocks that the language server finds to fold: also comments, imports and strings of several lines, which
/// indentation does not show. Main thread.
class ServerFolds final : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype maxFolds = 20'000;

    /// `editor` owns it; `features` outlives it. It asks when `outline` has changed.
    ServerFolds(CodeEditor *editor, DocumentOutline *outline, LanguageFeatures *features);

    [[nodiscard]] bool isWaiting() const { return m_call.isRunning(); }
    /// Folds the smallest block around the caret's line that is not folded. False where none is known.
    bool fold();

private:
    void ask();

    CodeEditor *m_editor;
    LanguageFeatures *m_features;
    RpcCall m_call;
    lsp::FoldingRanges m_folds; ///< of the text as it is; empty while unknown
};

} // namespace studio
