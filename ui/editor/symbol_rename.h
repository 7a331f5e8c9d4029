// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/lsp_values.h"
#include "core/lsp/rpc_connection.h"
#include "core/workspace/workspace_edit_plan.h"

#include <QObject>
#include <QPointer>

namespace studio {

class CodeEditor;
class EditorTabs;
class LanguageFeatures;
class RenameField;
class RenamePreview;

/// Renames the symbol at the caret, as the language server knows it: in a field over its name; in more than one file
/// after a preview; everywhere as one step of undo. Main thread.
class SymbolRename final : public QObject
{
    Q_OBJECT

public:
    /// `features` owns it; `tabs` outlives it.
    SymbolRename(EditorTabs *tabs, LanguageFeatures *features);

    void begin(); ///< at the caret of the current editor
    [[nodiscard]] RenameField *field() const;
    [[nodiscard]] RenamePreview *preview() const;

private:
    void prepare(CodeEditor *editor, int position);
    void openField(CodeEditor *editor, int from, int to, const QString &name);
    void submit(const QString &name, bool withPreview);
    QCoro::Task<void> take(lsp::WorkspaceEdit edit, QString name, bool withPreview);
    QCoro::Task<void> apply(WorkspaceEditPlan plan);
    void show(const WorkspaceEditPlan &plan, const QString &name);
    void stop();

    EditorTabs *m_tabs;
    LanguageFeatures *m_features;
    QPointer<CodeEditor> m_editor; ///< whose symbol it is
    QPointer<RenameField> m_field;
    QPointer<RenamePreview> m_preview;
    QString m_name;     ///< before
    int m_position = 0; ///< of the symbol
    RpcCall m_call;
};

} // namespace studio
