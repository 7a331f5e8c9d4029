// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/document_runnables.h"

#include "core/lsp/lsp_client.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/document_outline.h"
#include "ui/editor/language_features.h"

namespace studio {

DocumentRunnables::DocumentRunnables(CodeEditor *editor, DocumentOutline *outline, LanguageFeatures *features)
    : QObject(editor), m_editor(editor), m_features(features)
{
    connect(outline, &DocumentOutline::changed, this, &DocumentRunnables::ask);
    connect(editor, &CodeEditor::changed, this, [this] {
        m_call.cancel();
        m_known.reset();
    });
}

void DocumentRunnables::ask()
{
    if (!m_features->isReadyFor(m_editor)) {
        return;
    }
    m_call =
        m_features->client()->runnables(m_features->pathOf(m_editor), [this](const Result<lsp::Runnables> &runnables) {
            if (runnables) {
                m_known = *runnables;
                Q_EMIT answered();
            }
        });
}

} // namespace studio
