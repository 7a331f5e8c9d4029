// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "ui/editor/editor_format.h"

#include <QDateTime>
#include <QFileSystemWatcher>
#include <QObject>
#include <QPointer>

class QWidget;

namespace studio {

class CodeEditor;
class EditorTabs;

/// The open files as they are on the disk, where other programs change, replace or remove them. What was changed there
/// only is shown; what was changed here too is told. Paths are absolute. Main thread.
class FilesOnDisk final : public QObject
{
    Q_OBJECT

public:
    using Stamp = std::pair<qint64, QDateTime>; ///< size and time; they differ where a file was written

    explicit FilesOnDisk(EditorTabs *tabs); ///< which owns it

    [[nodiscard]] bool matchesDisk(const QString &path, QByteArrayView utf8) const; ///< this text, of an open file
    /// It was read or written just now. Whether the editor has unsaved changes is told from it.
    void noteText(CodeEditor *editor, QByteArrayView utf8);
    /// From now on the editor that comes to the text that is on the disk, in whatever way, has no unsaved changes.
    void follow(CodeEditor *editor);
    /// The same at once, for what does not change the text but its history.
    void noteIfSaved(CodeEditor *editor);
    void watch(const QString &path);
    /// After it was written here, while it was not watched: what another program wrote since is found.
    void watchWritten(const QString &path, const QString &text, const FileEncoding &how);
    void unwatch(const QString &path); ///< while it is written from here, for one
    [[nodiscard]] static Stamp stampOf(const QString &path);
    /// After it was not written here, while it was not watched: what another program wrote since `before` is found.
    void watchUnwritten(const QString &path, const Stamp &before);
    void forget(CodeEditor *editor); ///< its file is closed
    /// Takes what is on the disk instead of what was typed, as one step that can be undone.
    void reloadFromDisk(const QString &path);
    void show(CodeEditor *editor, const DocumentText &onDisk);

Q_SIGNALS:
    void message(const QString &sentence, bool isError);
    void messageOutdated(const QString &sentence);
    void changedOnBothSides(const QString &path, const QString &sentence); ///< by another program, and here
    void formatChanged();
    void accessChanged(const QString &path); ///< whether it can be read and written, maybe

private:
    QCoro::Task<void> verifyWritten(QString path, QString text, FileEncoding how);
    void noteChanged();
    void fileChanged(const QString &path);
    void readChanged(const QString &path);
    void takeChanged(CodeEditor *editor, const DocumentText &onDisk);
    void takeEncoding(CodeEditor *editor, const DocumentText &onDisk);
    void showUnreadable(const QString &path);
    void withdrawMessage(QWidget *editor, const char *property);
    void watchMissingFiles();
    void reportMissing(const QString &path);
    [[nodiscard]] Result<DocumentText> readAgain(const QString &path) const;

    EditorTabs *m_tabs;
    QFileSystemWatcher m_watcher;
    QList<QPointer<CodeEditor>> m_changed; ///< whose text is to be compared
};

} // namespace studio
