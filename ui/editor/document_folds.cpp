// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/document_folds.h"

#include "core/lsp/lsp_client.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/document_outline.h"
#include "ui/editor/language_features.h"

namespace studio {

DocumentFolds::DocumentFolds(CodeEditor *editor, DocumentOutline *outline, LanguageFeatures *features)
    : QObject(editor), m_editor(editor), m_features(features)
{
    connect(outline, &DocumentOutline::changed, this, &DocumentFolds::ask);
    connect(editor, &CodeEditor::changed, this, [this] {
        m_call.cancel();
        setBlocks({});
    });
}

void DocumentFolds::ask()
{
    if (!m_features->isReadyFor(m_editor)) {
        return;
    }
    m_call = m_features->client()->foldingRanges(
        m_features->pathOf(m_editor), [this](const Result<lsp::FoldingRanges> &folds) {
            QList<FoldBlock> blocks;
            for (const lsp::FoldingRange &one : folds.value_or(lsp::FoldingRanges())) {
                const bool isHere =
                    one.startLine >= 0 && one.startLine < one.endLine && one.endLine < m_editor->lines();
                if (isHere && blocks.size() < maxFolds) {
                    blocks << FoldBlock{.first = one.startLine, .last = one.endLine};
                }
            }
            setBlocks(blocks);
        });
}

void DocumentFolds::setBlocks(const QList<FoldBlock> &blocks)
{
    if (m_blocks != blocks) {
        m_blocks = blocks;
        Q_EMIT changed();
    }
}

} // namespace studio
