// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/project_edits.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_edits.h"
#include "ui/editor/editor_tabs.h"

#include <QFileInfo>

#include <algorithm>
#include <ranges>

namespace studio {

namespace {

using Base = QsciScintillaBase;

constexpr qsizetype maxGroups = 20;
constexpr qsizetype maxBytesOfGroups = 64 << 20;
constexpr int maxStepsBack = 10'000; ///< that cancel each other out, above the one that is looked for

QList<DocumentChange> reversedAll(const QList<DocumentChange> &changes)
{
    QList<DocumentChange> back;
    for (const DocumentChange &change : changes | std::views::reverse) {
        back << reversed(change);
    }
    return back;
}

qsizetype bytesOf(const QList<DocumentChange> &changes)
{
    qsizetype bytes = 0;
    for (const DocumentChange &change : changes) {
        bytes += change.before.value_or(QByteArray()).size() + change.after.value_or(QByteArray()).size();
    }
    return bytes;
}

} // namespace

ProjectEdits::ProjectEdits(EditorTabs *tabs) : QObject(tabs), m_tabs(tabs) {}

void ProjectEdits::add(CodeEditor *editor)
{
    connect(editor, &Base::SCN_MODIFIED, this,
            [this, editor](int, int kind, const char *, int, int, int, int, int, int token, int) {
                takeModification(editor, kind, token);
            });
}

/// Whether the open ones among them are as the changes expect them; one that is as it shall be is so, too.
Result<void> ProjectEdits::checkEditors(const QList<DocumentChange> &changes, const CodeEditor *but) const
{
    for (const DocumentChange &change : changes) {
        const CodeEditor *const editor = m_tabs->editorOf(change.path);
        if (!editor || editor == but || !change.isEdited()) {
            continue;
        }
        const QString name = QFileInfo(change.path).fileName();
        if (editor->isReadOnly()) {
            return fail(ErrorCode::FailedPrecondition, tr("%1 is read-only, so nothing was changed.").arg(name));
        }
        const QByteArray text = editor->text().toUtf8();
        if (text != change.before && text != change.after) {
            return fail(ErrorCode::FailedPrecondition, tr("%1 was changed meanwhile, so nothing was.").arg(name));
        }
    }
    return {};
}

/// Of an open file only its name changes there.
QList<DocumentChange> ProjectEdits::onDisk(const QList<DocumentChange> &changes) const
{
    QList<DocumentChange> all;
    for (const DocumentChange &change : changes) {
        if (!m_tabs->editorOf(change.path)) {
            all << change;
        } else if (change.isMoved()) {
            all.append({.path = change.path, .newPath = change.newPath, .before = {}, .after = {}, .edits = {}});
        }
    }
    return all;
}

Task<bool> ProjectEdits::changeDisk(QList<DocumentChange> changes, const CodeEditor *but)
{
    if (const auto checked = checkEditors(changes, but); !checked) {
        co_return std::unexpected(checked.error());
    }
    const QList<DocumentChange> files = onDisk(changes);
    if (files.isEmpty()) {
        co_return true;
    }
    const auto written = co_await whileAlive(this, onWorker([files] { return changeFiles(files); }));
    if (!written) {
        co_return fail(written.error().code, tr("%1 Nothing was changed.").arg(written.error().message),
                       written.error().detail);
    }
    // Typing went on meanwhile.
    auto stillFits = checkEditors(changes, but);
    if (stillFits && onDisk(changes) != files) {
        stillFits =
            fail(ErrorCode::FailedPrecondition, tr("A file was opened or closed meanwhile, so nothing was changed."));
    }
    if (!stillFits) {
        (void)co_await whileAlive(this, onWorker([files] { return changeFiles(reversedAll(files)); }));
        co_return std::unexpected(stillFits.error());
    }
    co_return true;
}

Task<bool> ProjectEdits::apply(QString label, QList<DocumentChange> changes)
{
    if (const auto written = co_await whileAlive(this, changeDisk(changes, nullptr)); !written) {
        co_return written;
    }
    Group group{.token = ++m_lastToken, .label = std::move(label), .changes = changes, .editors = {}};
    changeEditors(group);
    moveEditors(changes);
    remember(std::move(group));
    co_return true;
}

void ProjectEdits::changeEditors(Group &group)
{
    for (const DocumentChange &change : std::as_const(group.changes)) {
        CodeEditor *const editor = m_tabs->editorOf(change.path);
        if (!editor || !change.isEdited() || editor->text().toUtf8() == change.after) {
            continue;
        }
        group.selections.insert(
            editor, {editor->SendScintilla(Base::SCI_GETANCHOR), editor->SendScintilla(Base::SCI_GETCURRENTPOS)});
        editor->beginUndoAction();
        (void)applyEdits(editor, change.edits);
        markHistory(group, editor);
        editor->endUndoAction();
    }
    if (CodeEditor *const current = m_tabs->current(); current && !group.editors.contains(current)) {
        markHistory(group, current); // undo is pressed where one is
    }
}

void ProjectEdits::markHistory(Group &group, CodeEditor *editor)
{
    editor->SendScintilla(Base::SCI_ADDUNDOACTION, static_cast<unsigned long>(group.token), 0L);
    group.editors << editor;
}

void ProjectEdits::moveEditors(const QList<DocumentChange> &changes)
{
    for (const DocumentChange &change : changes) {
        if (change.isMoved()) {
            m_tabs->renamed(change.path, change.newPath);
        }
    }
}

/// Bounded by number and by size.
void ProjectEdits::remember(Group group)
{
    m_groups << std::move(group);
    const auto bytes = [this] {
        qsizetype all = 0;
        for (const Group &one : std::as_const(m_groups)) {
            all += bytesOf(one.changes);
        }
        return all;
    };
    while (m_groups.size() > 1 && (m_groups.size() > maxGroups || bytes() > maxBytesOfGroups)) {
        m_groups.removeFirst();
    }
}

/// Scintilla tells so while it changes the text: the other files follow afterwards.
void ProjectEdits::takeModification(CodeEditor *editor, int kind, int token)
{
    if ((kind & Base::SC_MOD_CONTAINER) == 0) {
        return;
    }
    m_seenToken = token;
    if (m_isBringing) {
        return;
    }
    m_steps.append({token, editor, (kind & Base::SC_PERFORMED_UNDO) != 0});
    if (!std::exchange(m_isFollowing, true)) {
        QMetaObject::invokeMethod(this, [this] { detach(followAll()); }, Qt::QueuedConnection);
    }
}

QCoro::Task<void> ProjectEdits::followAll()
{
    while (!m_steps.isEmpty()) {
        const Step step = m_steps.takeFirst();
        const auto followed = co_await whileAlive(this, follow(step));
        if (!followed && followed.error().code != ErrorCode::Cancelled) {
            Q_EMIT m_tabs->message(followed.error().message, true);
        }
    }
    m_isFollowing = false;
}

Task<bool> ProjectEdits::follow(Step step)
{
    const auto known = std::ranges::find(m_groups, step.token, &Group::token);
    if (known == m_groups.end()) {
        co_return true; // it is forgotten: only this editor has it
    }
    const Group group = *known;
    if (step.isUndo && step.editor) {
        restoreSelection(group, step.editor); // before anything is waited for: typing may go on there
    }
    const QList<DocumentChange> changes = step.isUndo ? reversedAll(group.changes) : group.changes;
    if (const auto written = co_await whileAlive(this, changeDisk(changes, step.editor)); !written) {
        const QString file = QFileInfo(EditorTabs::pathOf(step.editor)).fileName();
        const QString sentence =
            step.isUndo ? tr("“%1” was undone in %2 only. %3") : tr("“%1” was redone in %2 only. %3");
        co_return fail(written.error().code, sentence.arg(group.label, file, written.error().message));
    }
    for (const DocumentChange &change : changes) {
        CodeEditor *const editor = m_tabs->editorOf(change.path);
        if (editor && editor != step.editor && change.isEdited() && change.after &&
            editor->text().toUtf8() != change.after) {
            bring(editor, change, group, step.isUndo);
        }
    }
    moveEditors(changes);
    co_return true;
}

/// Scintilla leaves the caret at the last of the places that it changed.
void ProjectEdits::restoreSelection(const Group &group, CodeEditor *editor)
{
    if (const auto known = group.selections.constFind(editor); known != group.selections.cend()) {
        editor->SendScintilla(Base::SCI_SETSEL, static_cast<unsigned long>(known->first), known->second);
    }
}

/// Through its own history where it has the step; else, as when it was opened since, by a change of its own.
void ProjectEdits::bring(CodeEditor *editor, const DocumentChange &change, const Group &group, bool isUndo)
{
    m_isBringing = true;
    if (group.editors.contains(editor)) {
        m_seenToken = 0;
        for (int step = 0; step < maxStepsBack && m_seenToken != group.token; ++step) {
            editor->SendScintilla(isUndo ? Base::SCI_UNDO : Base::SCI_REDO);
        }
    }
    if (const QByteArray text = editor->text().toUtf8(); text != change.after) {
        (void)applyEdits(editor, difference(text, *change.after));
    }
    m_isBringing = false;
}

} // namespace studio
