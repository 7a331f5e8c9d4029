// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/workspace/document_text.h"
#include "ui/editor/editor_format.h"
#include "ui/editor/recovery_keeper.h"

#include <QFuture>
#include <QHash>
#include <QPointer>
#include <QSet>
#include <QStackedWidget>

#include <memory>

namespace studio {

class AccessNotice;
class CodeEditor;
class CommittedTexts;
class DocumentStore;
class EditorDocument;
class EditorGroups;
class EditorView;
class EmptyState;
class FilesOnDisk;
class FindBar;
class Formatter;
class LanguageFeatures;
class ProjectEdits;
class RustAnalysis;
class SplitViews;
class Syntaxes;
class TabTitles;

/// The open files: what they are, and when they open, are saved and close. SplitViews says where they are shown. A file
/// is open once; its main view (editorOf()) has what there is once of it.
/// What is typed has a recovery copy (RecoveryKeeper) until it is saved, so that a kill loses nothing. Main thread;
/// files are written on a worker.
class EditorTabs : public QWidget
{
    Q_OBJECT

public:
    /// Recovery copies go below `recoveryFolder`. `documents` has what is open here; null: it is in none.
    explicit EditorTabs(const QString &recoveryFolder, DocumentStore *documents = nullptr, QWidget *parent = nullptr);
    ~EditorTabs() override;

    /// Replaces the documents of the constructor. To be called while no file is open.
    void setDocuments(DocumentStore *documents);

    [[nodiscard]] LanguageFeatures *language() const { return m_language; }
    [[nodiscard]] ProjectEdits *edits() const { return m_edits; } ///< of several files as one step

    Result<void> open(const QString &path);   ///< absolute, in the active group; one that is open there is shown
    Result<void> reveal(const QString &path); ///< where it is open, else as open()
    void openAt(const QString &path, int line, int column);
    /// Selects a part of the text: line from 1, column from 0, both it and the length in UTF-16 units.
    void openMatch(const QString &path, int line, int column, int length);
    /// One that is not open yet cannot be typed in: it is a library's.
    Result<void> openForReading(const QString &path);
    [[nodiscard]] bool isForReading(const QString &path) const; ///< a library's
    /// As open(), in a second group that is made at this side; in the active one of two.
    Result<void> openBeside(const QString &path, Qt::Orientation side);
    [[nodiscard]] SplitViews *views() const { return m_views; }
    [[nodiscard]] EditorGroups *groups() const;
    [[nodiscard]] TabTitles *titles() const { return m_titles; }
    [[nodiscard]] QStringList openPaths() const; ///< each once
    [[nodiscard]] QString currentPath() const;
    [[nodiscard]] static QString pathOf(const QWidget *editor);
    [[nodiscard]] CodeEditor *current() const;
    void focusCurrent();                                           ///< gives it the keyboard's focus
    [[nodiscard]] CodeEditor *editorOf(const QString &path) const; ///< its main view; null when it is not open
    [[nodiscard]] bool hasUnsaved() const;
    Task<bool> save(QString path); ///< what was typed; ends at once where nothing was
    /// The same as it stands: it is neither formatted nor cleaned.
    Task<bool> saveAsItIs(QString path);
    Task<bool> saveCurrent(); ///< also writes one that is gone from the disk
    /// Writes the file's text to another place, which the editor is then of. A device keeps it as it is.
    Task<bool> saveAs(QString path, QString to);
    /// Reads the current file as this encoding. Says why it cannot: it has unsaved changes, or is not text in it.
    void reopenWith(TextEncoding encoding);
    void saveWith(TextEncoding encoding);                 ///< writes the current file in this one from now on
    void convertLineEnds(LineEnd end);                    ///< of the current file
    void askWhereToSave();                                ///< and saves the current file there
    Task<bool> saveAll();                                 ///< what was typed; does not bring back what was deleted
    void renamed(const QString &from, const QString &to); ///< a file or a folder; what is open of it goes along
    void removed(const QString &path); ///< by the user: what is open of it closes, but for what is not saved
    void closeAll();                   ///< unsaved text stays in its recovery copy and comes back with the file
    void close(const QString &path);   ///< all views; asks, where something is not saved
    void closeView(CodeEditor *view);  ///< asks where it is the last one of its file
    void closeCurrent();               ///< view
    void openFind(bool withReplace);
    void findNext(bool forward);
    void closeFind();
    [[nodiscard]] FilesOnDisk *disk() const { return m_disk; }
    /// Of all editors, also those that are opened later: CodeEditor::setSyntaxTheme().
    void setSyntaxTheme(const QString &name);
    void setCodeFont(const QFont &font); ///< likewise
    void setFormatsOnSave(bool isOn);    ///< Rust files that were changed
    [[nodiscard]] QString syntaxTheme() const { return m_syntaxTheme; }
    [[nodiscard]] QStringList syntaxThemes() const; ///< the names of those that are installed
    /// A view of a text that is no file, for reading only, with the colours of the editors; `name` says its language.
    [[nodiscard]] CodeEditor *makeViewer(const QString &name, const QString &text) const;
    /// What completes in the editors; null for none. It must outlive them, or be replaced first.
    void setAnalysis(RustAnalysis *analysis);
    void complete();      ///< asks for completions at the caret
    void formatCurrent(); ///< by the language server; says so where it cannot
    /// What is offered while no file is open; the action stays its owner's.
    void setEmptyAction(QAction *action);
    /// The context menu of editors that are opened from now on, as EditorMenu takes it; they stay their owner's.
    void setMenuActions(const QList<QAction *> &actions) { m_menuActions = actions; }
    /// How editors that are opened from now on show their text; `view` must outlive the tabs, or be null.
    void setView(EditorView *view);

Q_SIGNALS:
    void caretMoved(int line, int column); ///< from 1
    void currentChanged();
    void fileClosed(const QString &path, int line, int column); ///< with the place of its caret, from 1
    void fileMoved(const QString &from, const QString &to);     ///< its editor is of another path from now on
    void textChanged(const QString &path);
    void saved(const QString &path);
    void writeEnded(); ///< of some file, whether it was saved or not
    void message(const QString &sentence, bool isError);
    void messageOutdated(const QString &sentence); ///< what it said is no longer so
    void formatChanged();                          ///< the encoding or the line ends of the current file
    /// A file's encoding has not all of its characters.
    void encodingRefused(const QString &path, const QString &sentence);
    void changedOnBothSides(const QString &path, const QString &sentence); ///< by another program, and here

private:
    // Of an editor:
    static constexpr auto recoveredProperty = "studioRecovered"; ///< what was said of its text from a recovery copy

    Task<bool> save(QString path, bool evenIfAsRead);
    /// What a file was written with.
    struct WrittenText
    {
        QString text;
        FileEncoding encoding;
    };

    Task<bool> write(QString path);
    Task<WrittenText> writeText(QPointer<CodeEditor> editor, QString path);
    void noteSaved(const QString &path);
    /// In the active group; with a side, in the second one.
    using Side = std::optional<Qt::Orientation>;
    Result<void> openIn(const QString &path, Side side);
    Result<void> read(const QString &path, Side side);
    void add(const QString &path, const QByteArray &text, const DocumentText &onDisk, Side side);
    void prepare(CodeEditor *view);
    void followText(CodeEditor *editor);
    void showCurrent();
    QCoro::Task<void> closeAnswered(QString path, int answer);
    void closeFile(const QString &path);
    void withdrawRecovered(QWidget *editor);
    static QString shortName(const QString &path);
    void moveTo(CodeEditor *editor, const QString &path);
    void loadFormat(CodeEditor *editor);
    void reloadFormats(const QString &saved);

    QPointer<DocumentStore> m_documents;
    QHash<const QWidget *, std::shared_ptr<EditorDocument>> m_asDocuments; ///< by editor
    RustAnalysis *m_analysis = nullptr;
    Formatter *m_formatter;
    QSet<QString> m_forReading; ///< paths of what was opened so
    QSet<QString> m_written;    ///< files that are being written
    RecoveryKeeper m_recovery;
    QHash<QString, QString> m_openErrors; ///< what was said, by path
    QFuture<std::shared_ptr<Syntaxes>> m_syntaxes;
    QString m_syntaxTheme;
    std::optional<QFont> m_codeFont; ///< else CodeEditor's own
    bool m_formatsOnSave = false;
    QStackedWidget *m_pages;
    EmptyState *m_empty;
    SplitViews *m_views;
    TabTitles *m_titles;
    LanguageFeatures *m_language;
    ProjectEdits *m_edits;
    CommittedTexts *m_committed;
    FilesOnDisk *m_disk;
    AccessNotice *m_notice; ///< about the current file
    FindBar *m_find;
    EditorView *m_view = nullptr;
    QList<QAction *> m_menuActions;
};

} // namespace studio
