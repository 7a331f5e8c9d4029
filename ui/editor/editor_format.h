// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/text_format.h"
#include "ui/editor/scintilla.h"

namespace studio {

/// How the file of an editor is indented and written. `editor` must outlive it. Main thread; load() reads the disk.
class EditorFormat final
{
public:
    explicit EditorFormat(QsciScintilla *editor) : m_editor(editor) {}

    /// Applies what is configured for the file, or found in the text that is shown.
    void load(const QString &path);
    /// Whether an empty file begins with a byte order mark.
    [[nodiscard]] bool hasByteOrderMark() const { return m_format.byteOrderMark; }
    /// Removes blanks at the ends of lines and ends the last line, as far as that is configured. One step of undo; the
    /// carets stay.
    void cleanBeforeSave();

private:
    void trimLines();
    void endLastLine();

    QsciScintilla *m_editor;
    TextFormat m_format;
};

} // namespace studio
