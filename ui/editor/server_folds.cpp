// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/server_folds.h"

#include "ui/editor/code_editor.h"
#include "ui/editor/document_folds.h"

#include <algorithm>

namespace studio {

ServerFolds::ServerFolds(CodeEditor *editor, DocumentFolds *folds) : QObject(editor), m_editor(editor), m_folds(folds)
{
    const auto take = [this] {
        m_lastLines.clear();
        for (const FoldBlock &one : m_folds->blocks()) {
            int &last = m_lastLines[one.first];
            last = std::max(last, one.last);
        }
        Q_EMIT changed();
    };
    connect(folds, &DocumentFolds::changed, this, take);
    take();
}

bool ServerFolds::isWaiting() const
{
    return m_folds->isWaiting();
}

bool ServerFolds::fold()
{
    const int line = m_editor->placeOf(m_editor->caretPosition()).line;
    const FoldBlock *best = nullptr;
    for (const FoldBlock &one : m_folds->blocks()) {
        const bool isSmaller = !best || one.last - one.first < best->last - best->first;
        if (one.first <= line && line <= one.last && isSmaller && !isFolded(*m_editor, one.first)) {
            best = &one;
        }
    }
    if (best) {
        foldLines(*m_editor, best->first, best->last);
    }
    return best != nullptr;
}

QList<FoldBlock> ServerFolds::blocks() const
{
    return m_folds->blocks().isEmpty() ? indentedBlocks(*m_editor) : m_folds->blocks();
}

bool ServerFolds::hasBlockAt(int line) const
{
    return m_lastLines.isEmpty() ? beginsIndentedBlock(*m_editor, line) : m_lastLines.contains(line);
}

int ServerFolds::lastLineAt(int line) const
{
    return m_lastLines.isEmpty() ? lastLineOfIndentedBlock(*m_editor, line) : m_lastLines.value(line, line);
}

void ServerFolds::toggle(int line)
{
    if (isFolded(*m_editor, line)) {
        unfoldLine(*m_editor, line);
    } else if (const int last = lastLineAt(line); last > line) {
        foldLines(*m_editor, line, last);
    }
}

} // namespace studio
