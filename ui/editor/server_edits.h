// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/workspace/workspace_edit_plan.h"

#include <QObject>
#include <QPointer>

namespace studio {

class EditorTabs;
class LanguageFeatures;
namespace lsp {
class LspClient;
}

/// Makes the changes that a language server wants, in all files as one step of undo. What may not be done is refused as
/// a whole, with a sentence (planWorkspaceEdit()). Main thread.
class ServerEdits final : public QObject
{
    Q_OBJECT

public:
    /// `features` owns it; `tabs` outlives it.
    ServerEdits(EditorTabs *tabs, LanguageFeatures *features);

    /// Answers what the server wants by itself, as after a command; null for none.
    void setClient(lsp::LspClient *client);

    Task<WorkspaceEditPlan> plan(lsp::WorkspaceEdit edit);    ///< changes nothing
    Task<bool> apply(QString label, WorkspaceEditPlan plan);  ///< errors of ProjectChanges::apply()
    Task<bool> apply(QString label, lsp::WorkspaceEdit edit); ///< both
    /// The same, and says in a message why it could not be done.
    Task<bool> applyAndTell(QString label, lsp::WorkspaceEdit edit);
    void tell(const Error &error); ///< but for Cancelled

private:
    void beginSnippet(const WorkspaceEditPlan &plan);

    EditorTabs *m_tabs;
    LanguageFeatures *m_features;
    QPointer<lsp::LspClient> m_client;
};

} // namespace studio
