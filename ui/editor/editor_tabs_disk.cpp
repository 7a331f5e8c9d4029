// SPDX-License-Identifier: GPL-3.0-or-later
// Files that other programs change, replace or remove while they are open.
#include "core/workspace/document_text.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"

#include <QFileInfo>
#include <QTimer>

namespace studio {

namespace {

/// While another program replaces or writes a file, it may be away, or no text.
constexpr std::chrono::milliseconds replacing{300};

} // namespace

void EditorTabs::fileChanged(const QString &path)
{
    CodeEditor *const editor = editorOf(path);
    if (!editor) {
        return;
    }
    if (!QFileInfo::exists(path)) {
        lookForLost();
        QTimer::singleShot(replacing, this, [this, path] { sayGone(path); });
        return;
    }
    withdrawSaid(editor, goneProperty);
    m_watcher.addPath(path); // a file that was replaced is no longer watched
    showAccess(path);        // its mode may be what has changed
    readChanged(path);
}

void EditorTabs::readChanged(const QString &path)
{
    CodeEditor *const editor = editorOf(path);
    const auto onDisk = readAgain(path);
    if (!onDisk) {
        QTimer::singleShot(replacing, this, [this, path] { showUnreadable(path); });
        return;
    }
    takeChanged(editor, *onDisk);
}

void EditorTabs::takeChanged(CodeEditor *editor, const DocumentText &onDisk)
{
    const QString path = pathOf(editor);
    withdrawSaid(editor, unreadableProperty);
    if (isOnDisk(path, onDisk.utf8)) {
        return;
    }
    if (editor->isModified()) {
        Q_EMIT changedTwice(
            path,
            tr("%1 was changed by another program, and here too. Saving writes what you see.").arg(shortName(path)));
        return;
    }
    showFromDisk(editor, onDisk);
}

/// In the encoding that the person chose; UTF-8 as long as the file is in it, since a file that is being written may
/// be none for a moment.
Result<DocumentText> EditorTabs::readAgain(const QString &path) const
{
    const CodeEditor *const editor = editorOf(path);
    const FileEncoding now = editor->format().encoding();
    const bool isKept = now.isChosen || now.encoding == TextEncoding::Utf8;
    return readDocument(path, isKept ? std::optional(now.encoding) : std::nullopt);
}

/// Says once that what another program wrote cannot be shown, if it still is so.
void EditorTabs::showUnreadable(const QString &path)
{
    CodeEditor *const editor = editorOf(path);
    if (!editor || !QFileInfo::exists(path)) {
        return;
    }
    const auto onDisk = readAgain(path).or_else([&](const Error &) { return readDocument(path); });
    if (onDisk) {
        takeChanged(editor, *onDisk);
        return;
    }
    const QString sentence = tr("%1 was changed by another program, and you see it as it was before. %2")
                                 .arg(shortName(path), onDisk.error().message);
    if (editor->property(unreadableProperty).toString() != sentence) {
        editor->setProperty(unreadableProperty, sentence);
        Q_EMIT message(sentence, true);
    }
}

void EditorTabs::withdrawSaid(QWidget *editor, const char *property)
{
    if (const QString said = editor->property(property).toString(); !said.isEmpty()) {
        editor->setProperty(property, QVariant());
        Q_EMIT messageOutdated(said);
    }
}

void EditorTabs::takeFromDisk(const QString &path)
{
    CodeEditor *const editor = editorOf(path);
    if (!editor) {
        return;
    }
    if (const auto onDisk = readAgain(path).or_else([&](const Error &) { return readDocument(path); })) {
        showFromDisk(editor, *onDisk);
    } else {
        Q_EMIT message(onDisk.error().message, true);
    }
}

void EditorTabs::showFromDisk(CodeEditor *editor, const DocumentText &onDisk)
{
    const bool isChosen = editor->format().encoding().isChosen;
    editor->format().setEncoding({.encoding = onDisk.encoding, .hasMark = onDisk.byteOrderMark, .isChosen = isChosen});
    editor->format().setLineEnd(onDisk.lineEnd);
    editor->setProperty(savedProperty, digestOf(onDisk.utf8));
    editor->replaceText(onDisk.text());
    editor->updateLanguage();
    editor->setModified(false);
    Q_EMIT formatChanged();
}

/// Watches the folders of the files that are gone, as far as there are any, until the files are back.
void EditorTabs::lookForLost()
{
    QSet<QString> folders;
    for (const QString &path : openPaths()) {
        if (QFileInfo::exists(path)) {
            if (!m_watcher.files().contains(path)) {
                fileChanged(path);
            }
            continue;
        }
        QString folder = QFileInfo(path).path();
        while (!QFileInfo::exists(folder)) {
            folder = QFileInfo(folder).path();
        }
        folders.insert(folder);
    }
    for (const QString &folder : m_watcher.directories()) {
        if (!folders.remove(folder)) {
            m_watcher.removePath(folder);
        }
    }
    for (const QString &folder : std::as_const(folders)) {
        m_watcher.addPath(folder);
    }
}

void EditorTabs::sayGone(const QString &path)
{
    CodeEditor *const editor = editorOf(path);
    if (editor && !QFileInfo::exists(path)) {
        const QString sentence =
            tr("%1 is no longer on disk. Ctrl+S writes what you see there again.").arg(shortName(path));
        editor->setProperty(goneProperty, sentence);
        Q_EMIT message(sentence, true);
    }
}

} // namespace studio
