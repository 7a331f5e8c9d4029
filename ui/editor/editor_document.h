// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/document_store.h"

namespace studio {

class CodeEditor;
class EditorTabs;

/// An editor as a document of the workspace. Made with the editor, and gone before it.
class EditorDocument final : public OpenDocument
{
public:
    EditorDocument(EditorTabs *tabs, CodeEditor *editor) : m_tabs(tabs), m_editor(editor) {}

    [[nodiscard]] QString text() const override;
    [[nodiscard]] qint64 size() const override;
    [[nodiscard]] bool isDirty() const override;
    [[nodiscard]] bool isReadOnly() const override;
    void replaceText(const QString &text) override;
    Task<bool> save() override;
    bool undo() override;
    bool redo() override;

private:
    EditorTabs *m_tabs;
    CodeEditor *m_editor;
};

} // namespace studio
