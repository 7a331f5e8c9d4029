// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/editor_document.h"

#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"

namespace studio {

QString EditorDocument::text() const
{
    m_editor->flushChanges(); // who asks for the text goes on to what was told of it
    return m_editor->text();
}

qint64 EditorDocument::size() const
{
    return m_editor->length();
}

bool EditorDocument::isDirty() const
{
    return m_editor->isModified();
}

bool EditorDocument::isReadOnly() const
{
    return m_editor->isReadOnly();
}

void EditorDocument::replaceText(const QString &text)
{
    m_editor->replaceText(text);
}

bool EditorDocument::undo()
{
    const bool isThere = m_editor->isUndoAvailable();
    m_editor->undo();
    return isThere;
}

bool EditorDocument::redo()
{
    const bool isThere = m_editor->isRedoAvailable();
    m_editor->redo();
    return isThere;
}

Task<bool> EditorDocument::save()
{
    return m_tabs->save(m_tabs->pathOf(m_editor));
}

} // namespace studio
