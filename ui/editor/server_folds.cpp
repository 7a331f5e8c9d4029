// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/server_folds.h"

#include "core/lsp/lsp_client.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/document_outline.h"
#include "ui/editor/language_features.h"
#include "ui/editor/line_commands.h"

#include <algorithm>

namespace studio {

ServerFolds::ServerFolds(CodeEditor *editor, DocumentOutline *outline, LanguageFeatures *features)
    : QObject(editor), m_editor(editor), m_features(features)
{
    connect(outline, &DocumentOutline::changed, this, &ServerFolds::ask);
    connect(editor, &CodeEditor::changed, this, [this] {
        m_call.cancel();
        m_folds.clear();
    });
}

void ServerFolds::ask()
{
    if (!m_features->isReadyFor(m_editor)) {
        return;
    }
    m_call = m_features->client()->foldingRanges(
        m_features->pathOf(m_editor), [this](const Result<lsp::FoldingRanges> &folds) {
            m_folds = folds ? folds->first(std::min(folds->size(), maxFolds)) : lsp::FoldingRanges();
        });
}

bool ServerFolds::fold()
{
    const int line = m_editor->placeOf(m_editor->caretPosition()).line;
    const lsp::FoldingRange *best = nullptr;
    for (const lsp::FoldingRange &one : std::as_const(m_folds)) {
        const bool isAround = one.startLine <= line && line <= one.endLine && one.endLine < m_editor->lines();
        const bool isSmaller = !best || one.endLine - one.startLine < best->endLine - best->startLine;
        if (isAround && one.endLine > one.startLine && isSmaller && !isFolded(*m_editor, one.startLine)) {
            best = &one;
        }
    }
    if (best) {
        foldLines(*m_editor, best->startLine, best->endLine);
    }
    return best != nullptr;
}

} // namespace studio
