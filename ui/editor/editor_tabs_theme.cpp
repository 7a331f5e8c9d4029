// SPDX-License-Identifier: GPL-3.0-or-later
// How the open files are shown.
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_groups.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/language_features.h"
#include "ui/syntax/syntax_colours.h"

namespace studio {

void EditorTabs::setSyntaxTheme(const QString &name)
{
    m_syntaxTheme = name;
    for (CodeEditor *const view : groups()->editors()) {
        view->setSyntaxTheme(name);
    }
}

void EditorTabs::setCodeFont(const QFont &font)
{
    m_codeFont = font;
    for (CodeEditor *const view : groups()->editors()) {
        view->setCodeFont(font);
    }
}

void EditorTabs::setFormatsOnSave(bool isOn)
{
    m_formatsOnSave = isOn;
}

QStringList EditorTabs::syntaxThemes() const
{
    return syntaxThemeNames(*m_syntaxes.result());
}

void EditorTabs::setView(EditorView *view)
{
    m_view = view;
    m_language->setView(view);
}

CodeEditor *EditorTabs::makeViewer(const QString &name, const QString &text) const
{
    auto *const viewer = new CodeEditor(m_syntaxes.result().get(), name);
    viewer->setSyntaxTheme(m_syntaxTheme);
    if (m_codeFont) {
        viewer->setCodeFont(*m_codeFont);
    }
    viewer->setText(text);
    viewer->setCursorPosition(0, 0); // the setting leaves it at the end
    viewer->setReadOnly(true);
    return viewer;
}

} // namespace studio
