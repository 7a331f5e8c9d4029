// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are opened, each in its first view or another one.
#include "core/base/user_file.h"
#include "core/workspace/document_store.h"
#include "ui/editor/access_notice.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/committed_texts.h"
#include "ui/editor/editor_document.h"
#include "ui/editor/editor_groups.h"
#include "ui/editor/editor_menu.h"
#include "ui/editor/editor_path.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/editor_view.h"
#include "ui/editor/files_on_disk.h"
#include "ui/editor/language_features.h"
#include "ui/editor/project_edits.h"
#include "ui/editor/split_views.h"
#include "ui/editor/symbol_navigation.h"
#include "ui/editor/tab_titles.h"

#include <QFileInfo>

#include <algorithm>

namespace studio {

Result<void> EditorTabs::open(const QString &path)
{
    return openIn(path, {});
}

Result<void> EditorTabs::reveal(const QString &path)
{
    CodeEditor *const main = m_views->viewIn(groups()->active(), path) ? nullptr : editorOf(path);
    if (main) {
        groups()->show(main);
        return {};
    }
    return open(path);
}

Result<void> EditorTabs::openBeside(const QString &path, Qt::Orientation side)
{
    return openIn(path, m_views->sideFor(side));
}

Result<void> EditorTabs::openIn(const QString &path, Side side)
{
    return m_views->show(path, side) ? Result<void>() : read(path, side);
}

/// What each view has of its own.
void EditorTabs::prepare(CodeEditor *view)
{
    connect(view, &QsciScintilla::cursorPositionChanged, this, [this, view](int line, int column) {
        if (view == current()) { // that of the other view moves with the text
            Q_EMIT caretMoved(line + 1, column + 1);
        }
    });
    // A key in a read-only file: the notice, which may have been dismissed, says why nothing happens.
    connect(view, &QsciScintillaBase::SCN_MODIFYATTEMPTRO, this, [this, view] {
        m_notice->forgetDismissed(view);
        m_notice->update(pathOf(view));
    });
    m_language->add(view);
    m_committed->add(view);
    new EditorMenu(view, m_menuActions);
}

Result<void> EditorTabs::read(const QString &path, Side side)
{
    m_disk->watch(path); // first: what changes from here on is told
    const auto onDisk = readDocument(path);
    if (!onDisk) {
        m_disk->unwatch(path);
        Error error = onDisk.error();
        if (error.code == ErrorCode::InvalidArgument) { // no text for this editor
            error.message += tr(" Open it in another program.");
        }
        return std::unexpected(error);
    }
    const auto copy = m_recovery.take(path);
    const bool hasMore = copy && copy->text != onDisk->utf8;
    add(path, hasMore ? copy->text : onDisk->utf8, *onDisk, side);
    if (hasMore) {
        const bool isChangedSince = QFileInfo(path).lastModified() > copy->keptAt;
        const QString sentence =
            isChangedSince
                ? tr("%1 was changed on disk after what was typed here last time and not saved. You see what "
                     "you typed; undo shows what is on disk, and saving replaces it.")
                : tr("%1 has changes that were typed but not saved last time. They are back; Ctrl+S saves "
                     "them.");
        editorOf(path)->setProperty(recoveredProperty, sentence.arg(shortName(path)));
        Q_EMIT message(sentence.arg(shortName(path)), isChangedSince);
    }
    if (m_openErrors.contains(path)) {
        Q_EMIT messageOutdated(m_openErrors.take(path));
    }
    return {};
}

void EditorTabs::add(const QString &path, const QByteArray &text, const DocumentText &onDisk, Side side)
{
    auto *const editor = new CodeEditor(m_syntaxes.result().get(), QFileInfo(path).fileName());
    editor->setSyntaxTheme(m_syntaxTheme);
    if (m_codeFont) {
        editor->setCodeFont(*m_codeFont);
    }
    setEditorPath(editor, path);
    editor->format().setEncoding({.encoding = onDisk.encoding, .hasMark = onDisk.byteOrderMark});
    editor->format().setLineEnd(onDisk.lineEnd);
    editor->loadText(onDisk.utf8);
    m_disk->noteText(editor, onDisk.utf8);
    m_disk->follow(editor);
    m_edits->add(editor);
    loadFormat(editor);
    if (m_view) {
        m_view->add(editor);
    }
    if (!editor->holds(text)) { // as a step of undo: it stays unsaved, whatever is typed and taken back
        editor->replaceText(QString::fromUtf8(text));
    }
    editor->setCursorPosition(0, 0);
    editor->flushChanges(); // what is shown at first is no change
    followText(editor);
    prepare(editor);
    m_pages->setCurrentWidget(groups());
    m_views->add(editor, side);
    m_notice->update(path);
    m_asDocuments.insert(editor, std::make_shared<EditorDocument>(this, editor));
    m_documents->opened(path, m_asDocuments.value(editor).get());
}

/// What is told once of a file, whichever view it was changed in.
void EditorTabs::followText(CodeEditor *editor)
{
    connect(editor, &QsciScintilla::textChanged, this, [this, editor] {
        m_recovery.noteTyped(pathOf(editor));
        m_titles->show(pathOf(editor));
        Q_EMIT textChanged(pathOf(editor));
    });
    connect(editor, &CodeEditor::changeBegun, this, [this, editor] {
        if (m_documents) {
            m_documents->editBegun(pathOf(editor));
        }
    });
    connect(editor, &CodeEditor::changed, this, [this, editor](const TextChange &change) {
        if (m_documents) {
            m_documents->edited(pathOf(editor), change);
        }
    });
    connect(editor, &QsciScintilla::modificationChanged, this, [this, editor] {
        if (editorOf(pathOf(editor)) == editor) {
            m_recovery.noteTyped(pathOf(editor)); // its copy goes, or is made
        }
        m_titles->show(pathOf(editor));
        if (!editor->isModified()) {
            withdrawRecovered(editor);
        }
        if (AccessNotice::hasObstacle(editor)) {
            m_notice->update(pathOf(editor)); // undone down to what is on disk, for one
        }
    });
}

void EditorTabs::openAt(const QString &path, int line, int column)
{
    if (line > 0) {
        m_language->navigation()->noteJump();
    }
    if (const auto opened = open(path); !opened) {
        m_openErrors.insert(path, opened.error().message);
        Q_EMIT message(opened.error().message, true);
        return;
    }
    if (CodeEditor *editor = current(); editor && line > 0) {
        editor->goTo(line, column);
    }
}

void EditorTabs::openMatch(const QString &path, int line, int column, int length)
{
    openAt(path, line, 0);
    CodeEditor *const editor = current();
    if (!editor || pathOf(editor) != path) {
        return;
    }
    const auto start = static_cast<int>(editor->SendScintilla(QsciScintillaBase::SCI_POSITIONFROMLINE, word(line - 1)));
    const QString text = editor->text(start, static_cast<int>(editor->length()));
    const qsizetype from = QStringView(text).first(std::min<qsizetype>(column, text.size())).toUtf8().size();
    const qsizetype to = QStringView(text).first(std::min<qsizetype>(column + length, text.size())).toUtf8().size();
    editor->SendScintilla(QsciScintillaBase::SCI_SETSEL, word(start + from), static_cast<long>(start + to));
    editor->ensureCursorVisible();
}

} // namespace studio
