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

} // namespace studio
