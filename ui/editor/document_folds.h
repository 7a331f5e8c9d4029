// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/rpc_connection.h"
#include "ui/editor/folding.h"

#include <QObject>

namespace studio {

class CodeEditor;
class DocumentOutline;
class LanguageFeatures;

/// The blocks that the language server finds to fold in a file: also comments, imports and strings of several lines,
/// which indentation does not show. There is one for all views of a text. Main thread.
class DocumentFolds final : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype maxFolds = 20'000;

    /// `editor` is the main view and owns it; `features` outlives it. It asks when `outline` has changed.
    DocumentFolds(CodeEditor *editor, DocumentOutline *outline, LanguageFeatures *features);

    [[nodiscard]] bool isWaiting() const { return m_call.isRunning(); }
    /// Of the text as it is; empty while unknown.
    [[nodiscard]] const QList<FoldBlock> &blocks() const { return m_blocks; }

Q_SIGNALS:
    void changed();

private:
    void ask();
    void setBlocks(const QList<FoldBlock> &blocks);

    CodeEditor *m_editor;
    LanguageFeatures *m_features;
    RpcCall m_call;
    QList<FoldBlock> m_blocks;
};

} // namespace studio
