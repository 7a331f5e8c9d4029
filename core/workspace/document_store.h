// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/model/text_change.h"

#include <QMap>
#include <QObject>
#include <QPointer>
#include <QStringList>

#include <functional>
#include <memory>

namespace studio {

class ProjectChanges;

/// The text of a file that is open for editing. An editor implements it: while it is open it owns the text, which may
/// differ from what is on disk. Main thread.
class OpenDocument
{
public:
    virtual ~OpenDocument() = default;

    [[nodiscard]] virtual QString text() const = 0;
    [[nodiscard]] virtual qint64 size() const = 0;  ///< of the text in UTF-8, in bytes; without making a copy of it
    [[nodiscard]] virtual bool isDirty() const = 0; ///< differs from the file as it was last read or written
    [[nodiscard]] virtual bool isReadOnly() const = 0;
    virtual void replaceText(const QString &text) = 0; ///< as one step that can be undone
    virtual Task<bool> save() = 0;                     ///< ends at once where it is not dirty
    // One step in its history; false where there is none.
    virtual bool undo() { return false; }
    virtual bool redo() { return false; }
};

/// The documents of a workspace by their absolute path. An open one is read from its editor, any other from the disk.
/// The editor reports what happens to its document:
///
///     documents->opened(path, this);   // it is shown from now on
///     documents->editBegun(path);      // before each change of the text
///     documents->edited(path, change); // after it, at the latest when the event that made it was handled
///     documents->saved(path);          // after it was written
///     documents->moved(path, newPath); // it was renamed, or saved under another name
///     documents->closed(path);         // before `this` is destroyed
///
/// Main thread.
class DocumentStore : public QObject
{
    Q_OBJECT

public:
    /// Shows a file in an editor, which calls opened() where it was not open; an open one comes to the front.
    using Opener = std::function<Result<void>(const QString &path)>;

    explicit DocumentStore(QObject *parent = nullptr);
    ~DocumentStore() override;

    void opened(const QString &path, OpenDocument *document); ///< `document` must live until closed()
    void editBegun(const QString &path);
    void edited(const QString &path, const TextChange &change);
    void saved(const QString &path);
    void moved(const QString &from, const QString &to);
    void closed(const QString &path);
    /// With one, edit() shows a file before it changes it. Empty: one that is not open is changed on disk.
    void setOpener(Opener opener);
    /// What changes several files as one step; null for none, as without an editor. It is not owned.
    void setChanges(ProjectChanges *changes);
    [[nodiscard]] ProjectChanges *changes() const;

    [[nodiscard]] QStringList openPaths() const; ///< in the order in which they were opened
    [[nodiscard]] bool isOpen(const QString &path) const;
    [[nodiscard]] bool isDirty(const QString &path) const; ///< false for a file that is not open
    /// Counts from 1, when the document was opened, and rises with each change; 0 for a file that is not open.
    [[nodiscard]] int version(const QString &path) const;
    /// Errors of readDocument() where the file is not open.
    [[nodiscard]] Result<QString> text(const QString &path) const;
    /// The same for who has no use for a larger one: ResourceExhausted, where no copy of it is made.
    [[nodiscard]] Result<QString> text(const QString &path, qint64 maxBytes) const;

    /// Of the dirty documents in a folder, in UTF-8, by their path relative to it: what CompileRequest::texts takes.
    [[nodiscard]] QMap<QString, QByteArray> unsavedTexts(const QString &folder) const;

    /// Writes each dirty document. Ends with the first failure, which its editor has told by then.
    Task<bool> saveAll();
    /// Replaces the text and saves. FailedPrecondition: it is read-only. Else errors of the opener, or of saving.
    Task<bool> edit(QString path, QString text);
    /// One step back in the history of an open document, or forward, saved as edit() does. FailedPrecondition: it is
    /// not open, or there is no such step.
    Task<bool> step(QString path, bool isBack);

Q_SIGNALS:
    void documentOpened(const QString &path);
    void documentEditBegun(const QString &path); ///< an answer to what was asked of the text is outdated from here on
    void documentChanged(const QString &path, int version); ///< what text() gives is another; not at an opening
    void documentEdited(const QString &path, const studio::TextChange &change); ///< right before documentChanged()
    void documentSaved(const QString &path);                                    ///< what is on disk is another
    void documentMoved(const QString &from, const QString &to);
    void documentClosed(const QString &path); ///< text() reads the disk again

private:
    struct Entry;
    Task<bool> replace(QString path, QString text);
    Task<bool> write(QString path, QString text);
    [[nodiscard]] const Entry *find(const QString &path) const;
    [[nodiscard]] Entry *find(const QString &path);

    QList<Entry> m_open;
    Opener m_opener;
    QPointer<ProjectChanges> m_changes;
};

} // namespace studio
