// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/document_text.h"
#include "core/workspace/text_format.h"
#include "ui/editor/scintilla.h"

namespace studio {

/// The bytes that a file's text is written as. A plain value.
struct FileEncoding
{
    TextEncoding encoding = TextEncoding::Utf8;
    bool hasMark = false;  ///< a byte order mark before the text
    bool isChosen = false; ///< by the person, for this file

    bool operator==(const FileEncoding &) const = default;
};

/// How the file of an editor is indented and written. `editor` must outlive it. Main thread; load() reads the disk.
class EditorFormat final
{
public:
    explicit EditorFormat(QsciScintilla *editor) : m_editor(editor) {}

    /// Applies what is configured for the file, or found in the text that is shown.
    void load(const QString &path);
    /// Whether an empty file begins with a byte order mark.
    [[nodiscard]] bool hasByteOrderMark() const { return m_format.byteOrderMark; }
    [[nodiscard]] const FileEncoding &encoding() const { return m_encoding; }
    void setEncoding(const FileEncoding &encoding) { m_encoding = encoding; }
    /// Of new lines; convertLineEnds() also of those that are there, as one step of undo.
    [[nodiscard]] LineEnd lineEnd() const;
    void setLineEnd(LineEnd end);
    void convertLineEnds(LineEnd end);
    /// Removes blanks at the ends of lines and ends the last line, as far as that is configured. One step of undo; the
    /// carets stay.
    void cleanBeforeSave();

private:
    void trimLines();
    void endLastLine();

    QsciScintilla *m_editor;
    TextFormat m_format;
    FileEncoding m_encoding;
};

} // namespace studio
