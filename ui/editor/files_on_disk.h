// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/workspace/document_text.h"

#include <QFileSystemWatcher>
#include <QObject>

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
    explicit FilesOnDisk(EditorTabs *tabs); ///< which owns it

    [[nodiscard]] bool has(const QString &path, QByteArrayView utf8) const; ///< this text, of an open file
    void noteText(CodeEditor *editor, QByteArrayView utf8);                 ///< it was read or written just now
    void watch(const QString &path);
    void unwatch(const QString &path); ///< while it is written from here, for one
    void forget(CodeEditor *editor);   ///< its file is closed
    /// Takes what is on the disk instead of what was typed, as one step that can be undone.
    void take(const QString &path);
    void show(CodeEditor *editor, const DocumentText &onDisk);

Q_SIGNALS:
    void message(const QString &sentence, bool isError);
    void messageOutdated(const QString &sentence);
    void changedTwice(const QString &path, const QString &sentence); ///< by another program, and here
    void formatChanged();
    void accessChanged(const QString &path); ///< whether it can be read and written, maybe

private:
    void fileChanged(const QString &path);
    void readChanged(const QString &path);
    void takeChanged(CodeEditor *editor, const DocumentText &onDisk);
    void showUnreadable(const QString &path);
    void withdrawSaid(QWidget *editor, const char *property);
    void lookForLost();
    void sayGone(const QString &path);
    [[nodiscard]] Result<DocumentText> readAgain(const QString &path) const;

    EditorTabs *m_tabs;
    QFileSystemWatcher m_watcher;
};

} // namespace studio
