// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/app.h"
#include "core/model/http_message.h"

#include <QObject>

namespace studio {

/// What one view of a workspace asks of the others without knowing them: to show a place in the sources, a request, the
/// log, another app. What can do it connects to the signal. Main thread.
///
///     workspace->navigation()->openLocation(path, 12, 5); // in a list of problems
///     connect(workspace->navigation(), &Navigation::locationRequested, …); // in the editor
class Navigation : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// `path` is absolute. Line and column count from 1; line 0 leaves the caret where it is, column 0 is the line's
    /// first word.
    void openLocation(const QString &path, int line = 0, int column = 0)
    {
        Q_EMIT locationRequested(path, line, column);
    }
    /// Shows and selects a part of a text. Column from 0 and length in UTF-16 units; line from 1.
    void openMatch(const QString &path, int line, int column, int length)
    {
        Q_EMIT matchRequested(path, line, column, length);
    }
    void setShownFile(const QString &path) { Q_EMIT shownFileChanged(path); } ///< empty: none is shown
    /// Where the caret is in the shown file; from 1.
    void setCaretLine(int line) { Q_EMIT caretLineChanged(line); }
    void requestEditorFocus() { Q_EMIT editorFocusRequested(); } ///< to type in what is shown
    void announceRemoval(const QString &path) { Q_EMIT removed(path); }
    void announceRename(const QString &from, const QString &to) { Q_EMIT renamed(from, to); }
    /// Asks to rename or move a file or a folder; open editors follow, and what names it in the code.
    void requestMove(const QString &from, const QString &to) { Q_EMIT moveRequested(from, to); }
    void offerRequest(const HttpRequest &request) { Q_EMIT requestOffered(request); }
    /// A saved request by its path in the project's collection, to be edited and sent.
    void openSavedRequest(const QString &path) { Q_EMIT savedRequestRequested(path); }
    void setShownRequest(const QString &path) { Q_EMIT shownRequestChanged(path); } ///< empty: one that is not saved
    void askToSaveRequest() { Q_EMIT saveRequestRequested(); }                      ///< that is shown, as a new one
    void showLog() { Q_EMIT logRequested(); }

    /// The app whose versions and calls are looked at; the project's own until another one is chosen.
    [[nodiscard]] const AppId &app() const { return m_app; }
    void setApp(const AppId &id)
    {
        m_app = id;
        Q_EMIT appChosen(id);
    }

Q_SIGNALS:
    void locationRequested(const QString &path, int line, int column);
    void matchRequested(const QString &path, int line, int column, int length);
    void shownFileChanged(const QString &path);
    void caretLineChanged(int line);                      ///< also where it is the same one again
    void renamed(const QString &from, const QString &to); ///< a file or a folder, on disk
    void removed(const QString &path); ///< a file or a folder, from the disk, because the user wants so
    void editorFocusRequested();
    void moveRequested(const QString &from, const QString &to); ///< absolute; nothing was moved yet
    void requestOffered(const studio::HttpRequest &request);
    void savedRequestRequested(const QString &path);
    void shownRequestChanged(const QString &path);
    void saveRequestRequested();
    void logRequested();
    void appChosen(const studio::AppId &id); ///< also where it is the same one again

private:
    AppId m_app;
};

} // namespace studio
