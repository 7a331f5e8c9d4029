// SPDX-License-Identifier: GPL-3.0-or-later
// The encoding and the line ends of the current file, as a person changes them.
#include "core/base/detach.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/files_on_disk.h"

namespace studio {

void EditorTabs::reopenWith(TextEncoding encoding)
{
    CodeEditor *const editor = current();
    if (!editor) {
        return;
    }
    if (editor->isModified()) {
        Q_EMIT message(
            tr("%1 has changes that are not saved. Save or undo them, then reopen the file in another encoding.")
                .arg(shortName(currentPath())),
            true);
        return;
    }
    const auto onDisk = readDocument(currentPath(), encoding);
    if (!onDisk) {
        Q_EMIT message(onDisk.error().message, true);
        return;
    }
    m_disk->show(editor, *onDisk);
    editor->SendScintilla(QsciScintillaBase::SCI_EMPTYUNDOBUFFER); // what is before was other bytes
    editor->format().setEncoding({.encoding = encoding, .hasMark = onDisk->byteOrderMark, .isChosen = true});
    Q_EMIT formatChanged();
}

/// UTF-16 gets a byte order mark, without which nothing tells that it is UTF-16.
void EditorTabs::saveWith(TextEncoding encoding)
{
    if (CodeEditor *const editor = current()) {
        const bool hasMark = encoding == TextEncoding::Utf16Le || encoding == TextEncoding::Utf16Be;
        editor->format().setEncoding({.encoding = encoding, .hasMark = hasMark, .isChosen = true});
        Q_EMIT formatChanged();
        detach(write(currentPath()));
    }
}

void EditorTabs::convertLineEnds(LineEnd end)
{
    CodeEditor *const editor = current();
    if (editor && !editor->isReadOnly()) {
        editor->format().convertLineEnds(end);
        Q_EMIT formatChanged();
    }
}

} // namespace studio
