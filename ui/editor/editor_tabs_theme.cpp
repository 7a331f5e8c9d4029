// SPDX-License-Identifier: GPL-3.0-or-later
// The syntax theme of the open files.
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/syntax_colours.h"

namespace studio {

void EditorTabs::setSyntaxTheme(const QString &name)
{
    m_syntaxTheme = name;
    for (const QString &path : openPaths()) {
        editorOf(path)->setSyntaxTheme(name);
    }
}

void EditorTabs::setCodeFont(const QFont &font)
{
    m_codeFont = font;
    for (const QString &path : openPaths()) {
        editorOf(path)->setCodeFont(font);
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

CodeEditor *EditorTabs::makeViewer(const QString &name, const QString &text) const
{
    auto *const viewer = new CodeEditor(m_syntaxes.result().get(), name);
    viewer->setSyntaxTheme(m_syntaxTheme);
    viewer->setText(text);
    viewer->setReadOnly(true);
    return viewer;
}

} // namespace studio
