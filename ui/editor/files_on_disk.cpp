// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/files_on_disk.h"

#include "core/base/detach.h"
#include "core/base/files.h"
#include "core/base/lifetime.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_path.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/tab_names.h"

#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <QTimer>

namespace studio {

namespace {

/// While another program replaces or writes a file, it may be away, or no text.
constexpr std::chrono::milliseconds replacing{300};

// Of an editor:
constexpr auto savedProperty = "studioSaved";           ///< the digest of the text that is on disk
constexpr auto unreadableProperty = "studioUnreadable"; ///< what was said of a change that cannot be read
constexpr auto goneProperty = "studioGone";             ///< what was said when the file went from the disk

/// In place of the text, of which each open file would need as much memory again. For this process alone.
struct TextDigest
{
    qsizetype size = -1;
    std::size_t hash = 0;

    bool operator==(const TextDigest &) const = default;
};

TextDigest digestOf(QByteArrayView utf8)
{
    return {.size = utf8.size(), .hash = qHashBits(utf8.data(), static_cast<std::size_t>(utf8.size()), 1)};
}

TextDigest savedDigest(const CodeEditor *editor)
{
    return editor->property(savedProperty).value<TextDigest>();
}

QByteArray bytesOf(const CodeEditor *editor)
{
    return editor->bytesAt(0, static_cast<int>(editor->length()));
}

QString nameOf(const QString &path)
{
    return shortened(QFileInfo(path).fileName());
}

} // namespace

FilesOnDisk::FilesOnDisk(EditorTabs *tabs) : QObject(tabs), m_tabs(tabs)
{
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, &FilesOnDisk::fileChanged);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, &FilesOnDisk::watchMissingFiles);
}

bool FilesOnDisk::matchesDisk(const QString &path, QByteArrayView utf8) const
{
    const CodeEditor *const editor = m_tabs->editorOf(path);
    return editor && savedDigest(editor) == digestOf(utf8);
}

void FilesOnDisk::noteText(CodeEditor *editor, QByteArrayView utf8)
{
    editor->setProperty(savedProperty, QVariant::fromValue(digestOf(utf8)));
    editor->setModified(!editor->holds(utf8));
    withdrawMessage(editor, goneProperty);
}

/// Not at once: within a step of undo the text may be that for a moment.
void FilesOnDisk::follow(CodeEditor *editor)
{
    connect(editor, &QsciScintilla::textChanged, this, [this, editor] {
        if (m_changed.isEmpty()) {
            QMetaObject::invokeMethod(this, &FilesOnDisk::noteChanged, Qt::QueuedConnection);
        }
        if (!m_changed.contains(editor)) {
            m_changed << editor;
        }
    });
}

void FilesOnDisk::noteChanged()
{
    for (const QPointer<CodeEditor> &editor : std::exchange(m_changed, {})) {
        if (editor) {
            noteIfSaved(editor);
        }
    }
}

/// The length says no at once, nearly always.
void FilesOnDisk::noteIfSaved(CodeEditor *editor)
{
    if (editor->isModified() && editor->length() == savedDigest(editor).size &&
        digestOf(bytesOf(editor)) == savedDigest(editor)) {
        editor->setModified(false);
    }
}

void FilesOnDisk::watch(const QString &path)
{
    m_watcher.addPath(path);
}

void FilesOnDisk::watchWritten(const QString &path, const QString &text, const FileEncoding &how)
{
    watch(path);
    detach(verifyWritten(path, text, how));
}

QCoro::Task<void> FilesOnDisk::verifyWritten(QString path, QString text, FileEncoding how)
{
    const bool isAsWritten =
        co_await whileAlive(this, onWorker([path, text = std::move(text), how] {
                                const auto written = encodeText(text, how.encoding, how.hasMark);
                                const auto onDisk =
                                    readRegularFile(path, written ? written->size() : 0); // a longer one is another
                                return written && onDisk && *onDisk == *written;
                            }));
    if (!isAsWritten && m_watcher.files().contains(path)) { // else it is written again
        fileChanged(path);
    }
}

void FilesOnDisk::unwatch(const QString &path)
{
    m_watcher.removePath(path);
}

FilesOnDisk::Stamp FilesOnDisk::stampOf(const QString &path)
{
    const QFileInfo file(path);
    return {file.exists() ? file.size() : -1, file.lastModified()};
}

void FilesOnDisk::watchUnwritten(const QString &path, const Stamp &before)
{
    watch(path);
    if (stampOf(path) != before) {
        fileChanged(path);
    }
}

void FilesOnDisk::forget(CodeEditor *editor)
{
    unwatch(editorPath(editor));
    withdrawMessage(editor, unreadableProperty);
    withdrawMessage(editor, goneProperty);
}

void FilesOnDisk::fileChanged(const QString &path)
{
    CodeEditor *const editor = m_tabs->editorOf(path);
    if (!editor) {
        return;
    }
    if (!QFileInfo::exists(path)) {
        watchMissingFiles();
        QTimer::singleShot(replacing, this, [this, path] { reportMissing(path); });
        return;
    }
    withdrawMessage(editor, goneProperty);
    m_watcher.addPath(path);    // a file that was replaced is no longer watched
    Q_EMIT accessChanged(path); // its mode may be what has changed
    readChanged(path);
}

void FilesOnDisk::readChanged(const QString &path)
{
    CodeEditor *const editor = m_tabs->editorOf(path);
    const auto onDisk = readAgain(path);
    if (!onDisk) {
        QTimer::singleShot(replacing, this, [this, path] { showUnreadable(path); });
        return;
    }
    takeChanged(editor, *onDisk);
}

void FilesOnDisk::takeChanged(CodeEditor *editor, const DocumentText &onDisk)
{
    const QString path = editorPath(editor);
    withdrawMessage(editor, unreadableProperty);
    if (matchesDisk(path, onDisk.utf8)) {
        takeEncoding(editor, onDisk); // another program may have changed that alone
        return;
    }
    if (editor->isModified()) {
        noteText(editor, onDisk.utf8); // undo may come back to what was there, and not to what is
        if (editor->isModified()) {
            Q_EMIT changedOnBothSides(
                path,
                tr("%1 was changed by another program, and here too. Saving writes what you see.").arg(nameOf(path)));
        }
        return;
    }
    show(editor, onDisk);
}

/// In the encoding that the person chose; UTF-8 as long as the file is in it, since a file that is being written may
/// be none for a moment.
Result<DocumentText> FilesOnDisk::readAgain(const QString &path) const
{
    const CodeEditor *const editor = m_tabs->editorOf(path);
    const FileEncoding now = editor->format().encoding();
    const bool isKept = now.isChosen || now.encoding == TextEncoding::Utf8;
    return readDocument(path, isKept ? std::optional(now.encoding) : std::nullopt);
}

/// Says once that what another program wrote cannot be shown, if it still is so.
void FilesOnDisk::showUnreadable(const QString &path)
{
    CodeEditor *const editor = m_tabs->editorOf(path);
    if (!editor || !QFileInfo::exists(path)) {
        return;
    }
    const auto onDisk = readAgain(path).or_else([&](const Error &) { return readDocument(path); });
    if (onDisk) {
        takeChanged(editor, *onDisk);
        return;
    }
    const QString sentence = tr("%1 was changed by another program, and you see it as it was before. %2")
                                 .arg(nameOf(path), onDisk.error().message);
    if (editor->property(unreadableProperty).toString() != sentence) {
        editor->setProperty(unreadableProperty, sentence);
        Q_EMIT message(sentence, true);
    }
}

void FilesOnDisk::withdrawMessage(QWidget *editor, const char *property)
{
    if (const QString said = editor->property(property).toString(); !said.isEmpty()) {
        editor->setProperty(property, QVariant());
        Q_EMIT messageOutdated(said);
    }
}

void FilesOnDisk::reloadFromDisk(const QString &path)
{
    CodeEditor *const editor = m_tabs->editorOf(path);
    if (!editor) {
        return;
    }
    if (const auto onDisk = readAgain(path).or_else([&](const Error &) { return readDocument(path); })) {
        show(editor, *onDisk);
    } else {
        Q_EMIT message(onDisk.error().message, true);
    }
}

void FilesOnDisk::show(CodeEditor *editor, const DocumentText &onDisk)
{
    editor->format().setLineEnd(onDisk.lineEnd);
    editor->replaceText(onDisk.text());
    noteText(editor, onDisk.utf8);
    takeEncoding(editor, onDisk);
}

void FilesOnDisk::takeEncoding(CodeEditor *editor, const DocumentText &onDisk)
{
    const bool isChosen = editor->format().encoding().isChosen;
    editor->format().setEncoding({.encoding = onDisk.encoding, .hasMark = onDisk.byteOrderMark, .isChosen = isChosen});
    Q_EMIT formatChanged();
}

/// Watches the folders of the files that are gone, as far as there are any, until the files are back.
void FilesOnDisk::watchMissingFiles()
{
    QSet<QString> folders;
    for (const QString &path : m_tabs->openPaths()) {
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

void FilesOnDisk::reportMissing(const QString &path)
{
    CodeEditor *const editor = m_tabs->editorOf(path);
    if (editor && !QFileInfo::exists(path)) {
        const QString sentence =
            tr("%1 is no longer on disk. Ctrl+S writes what you see there again.").arg(nameOf(path));
        editor->setProperty(goneProperty, sentence);
        Q_EMIT message(sentence, true);
    }
}

} // namespace studio
