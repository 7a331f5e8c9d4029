// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/server_edits.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/lsp/lsp_client.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/completion_assist.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/language_features.h"
#include "ui/editor/project_edits.h"

namespace studio {

ServerEdits::ServerEdits(EditorTabs *tabs, LanguageFeatures *features)
    : QObject(features), m_tabs(tabs), m_features(features)
{
}

void ServerEdits::setClient(lsp::LspClient *client)
{
    if (m_client) {
        m_client->disconnect(this);
    }
    m_client = client;
    if (!client) {
        return;
    }
    connect(client, &lsp::LspClient::editWanted, this,
            [this](const lsp::WorkspaceEdit &edit, const std::function<void(bool)> &done) {
                const auto answer = [](ServerEdits *self, lsp::WorkspaceEdit wanted,
                                       std::function<void(bool)> end) -> QCoro::Task<void> {
                    const auto applied =
                        co_await whileAlive(self, self->applyAndTell(tr("Change by the server"), std::move(wanted)));
                    end(applied.has_value());
                };
                detach(answer(this, edit, done));
            });
}

Task<WorkspaceEditPlan> ServerEdits::plan(lsp::WorkspaceEdit edit)
{
    lsp::LspClient *const client = m_features->client();
    if (!client) {
        co_return cancelled();
    }
    WorkspaceEditContext context{.rootFolder = client->rootFolder(), .encoding = client->encoding(), .open = {}};
    for (const QString &path : pathsOf(edit)) {
        if (const CodeEditor *const editor = m_tabs->editorOf(path); editor && !context.open.contains(path)) {
            context.open.insert(path, {editor->text().toUtf8(), client->version(path)});
        }
    }
    co_return co_await whileAlive(this, onWorker([wanted = std::move(edit), known = std::move(context)] {
                                      return planWorkspaceEdit(wanted, known);
                                  }));
}

Task<bool> ServerEdits::apply(QString label, WorkspaceEditPlan plan)
{
    if (plan.changes.isEmpty()) {
        co_return true;
    }
    const auto applied = co_await whileAlive(
        this, m_tabs->edits()->apply(std::move(label), plan.changes, ProjectChanges::Saving::Never));
    if (!applied) {
        co_return std::unexpected(applied.error());
    }
    beginSnippet(plan);
    co_return true;
}

Task<bool> ServerEdits::apply(QString label, lsp::WorkspaceEdit edit)
{
    const auto planned = co_await whileAlive(this, plan(std::move(edit)));
    if (!planned) {
        co_return std::unexpected(planned.error());
    }
    co_return co_await whileAlive(this, apply(std::move(label), *planned));
}

Task<bool> ServerEdits::applyAndTell(QString label, lsp::WorkspaceEdit edit)
{
    const auto applied = co_await whileAlive(this, apply(std::move(label), std::move(edit)));
    if (!applied) {
        tell(applied.error());
    }
    co_return applied;
}

void ServerEdits::tell(const Error &error)
{
    if (error.code != ErrorCode::Cancelled) {
        Q_EMIT m_tabs->message(error.message, true);
    }
}

/// Where typing goes on, in the file that is in front only: a person is not taken elsewhere.
void ServerEdits::beginSnippet(const WorkspaceEditPlan &plan)
{
    CodeEditor *const editor = m_tabs->current();
    if (editor && !plan.snippetPath.isEmpty() && m_features->pathOf(editor) == plan.snippetPath) {
        editor->findChild<CompletionAssist *>()->beginSnippet(plan.snippet, plan.snippetPosition);
    }
}

} // namespace studio
