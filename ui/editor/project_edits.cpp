// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/project_edits.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "ui/editor/changed_files.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_edits.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/files_on_disk.h"
#include "ui/editor/undo_carets.h"

#include <QCoroSignal>
#include <QFileInfo>

#include <algorithm>
#include <ranges>

namespace studio {

namespace {

using Base = QsciScintillaBase;

constexpr qsizetype maxGroups = 20;
constexpr qsizetype maxBytesOfGroups = 64 << 20;
constexpr int maxStepsBack = 10'000; ///< that cancel each other out, above the one that is looked for

qsizetype bytesOf(const QList<DocumentChange> &changes)
{
    qsizetype bytes = 0;
    for (const DocumentChange &change : changes) {
        bytes += change.before.value_or(QByteArray()).size() + change.after.value_or(QByteArray()).size();
    }
    return bytes;
}

} // namespace

ProjectEdits::ProjectEdits(EditorTabs *tabs) : ProjectChanges(tabs), m_tabs(tabs), m_files(new ChangedFiles(tabs, this))
{
    connect(m_files, &ChangedFiles::written, this, &ProjectEdits::fileWritten);
}

void ProjectEdits::add(CodeEditor *editor)
{
    restoreHistory(editor);
    connect(editor, &Base::SCN_MODIFIED, this,
            [this, editor](int, int kind, const char *, int, int, int, int, int, int token, int) {
                takeModification(editor, kind, token);
            });
}

/// Steps are made, undone and redone one at a time: each writes files while the window goes on. followAll() ends a
/// turn.
QCoro::Task<void> ProjectEdits::beginTurn()
{
    while (m_isBusy) {
        co_await whileAlive(this, qCoro(this, &ProjectChanges::stepsChanged));
    }
    m_isBusy = true;
}

Task<int> ProjectEdits::apply(QString label, QList<DocumentChange> changes, Saving saving)
{
    co_await whileAlive(this, beginTurn());
    auto made = co_await whileAlive(this, make(label, changes, saving));
    co_await whileAlive(this, followAll()); // what was pressed meanwhile
    if (made && saving == Saving::Never && stateOf(*made) == StepState::Done) {
        tellUnsaved(label, changes);
    }
    co_return made;
}

/// Files that are not open are written, and those that are stay to be saved: of several that is not to be seen.
void ProjectEdits::tellUnsaved(const QString &label, const QList<DocumentChange> &changes)
{
    const auto unsaved = std::ranges::count_if(changes, [this](const DocumentChange &change) {
        const CodeEditor *const editor = m_tabs->editorOf(change.newPath);
        return editor && change.isEdited() && editor->isModified();
    });
    if (unsaved > 0 && changes.size() > 1) {
        const QString sentence = unsaved == 1 ? tr("“%1” changed %2 files, one of which is not saved yet.")
                                              : tr("“%1” changed %2 files, %n of which are not saved yet.", nullptr,
                                                   static_cast<int>(unsaved));
        Q_EMIT leftUnsaved(sentence.arg(label).arg(changes.size()));
    }
}

Task<int> ProjectEdits::make(QString label, QList<DocumentChange> changes, Saving saving)
{
    if (const auto written = co_await whileAlive(this, m_files->write(changes, nullptr)); !written) {
        const Error &error = written.error();
        co_return fail(error.code, tr("%1 Nothing was changed.").arg(error.message), error.detail);
    }
    const int token = ++m_lastToken;
    Group group{.token = token, .label = std::move(label), .changes = changes, .saving = saving};
    changeEditors(group);
    moveEditors(changes);
    remember(std::move(group));
    if (saving == Saving::WhereSaved) {
        co_await whileAlive(this, saveEditors(changes));
    }
    co_return token;
}

ProjectChanges::StepState ProjectEdits::stateOf(int step) const
{
    const auto known = std::ranges::find(m_groups, step, &Group::token);
    return known == m_groups.end() ? StepState::Forgotten : known->isUndone ? StepState::Undone : StepState::Done;
}

Task<bool> ProjectEdits::undo(int step)
{
    co_await whileAlive(this, beginTurn());
    Result<bool> undone = fail(ErrorCode::FailedPrecondition, tr("There is nothing to undo."));
    if (stateOf(step) == StepState::Done) {
        undone = co_await whileAlive(this, follow({.token = step, .editor = {}, .isUndo = true}));
    }
    co_await whileAlive(this, followAll()); // what was pressed meanwhile
    co_return undone;
}

/// Undo takes a step back that was made from within an editor, by a code action there for one, also where its file
/// takes no part. A step that comes from elsewhere, as from the search, leaves that file's history alone: the
/// user who presses undo there means that file.
void ProjectEdits::changeEditors(Group &group)
{
    const QList<CodeEditor *> editors = m_files->editorsOf(group.changes);
    for (qsizetype at = 0; at < editors.size(); ++at) {
        const DocumentChange &change = group.changes[at];
        CodeEditor *const editor = editors[at];
        if (editor && change.isEdited() && editor->text().toUtf8() != change.after) {
            editor->beginUndoAction();
            (void)applyEdits(editor, change.edits);
            markHistory(group, editor);
            editor->endUndoAction();
        } else if (editor && change.isMoved() && !group.editors.contains(editor)) {
            markHistory(group, editor);
        }
    }
    CodeEditor *const current = m_tabs->current();
    if (current && current == m_tabs->window()->focusWidget() && !group.editors.contains(current->mainView())) {
        markHistory(group, current->mainView());
    }
}

void ProjectEdits::markHistory(Group &group, CodeEditor *editor)
{
    const bool isSaved = !editor->isModified();
    editor->SendScintilla(Base::SCI_ADDUNDOACTION, static_cast<unsigned long>(group.token), 0L);
    group.editors << editor;
    if (isSaved) { // the mark is no change of the text; Scintilla leaves the state that was saved, and does not tell
        editor->setModified(false);
    }
}

/// Its text as a history: what it was before the steps, and then the steps. Nothing where it was changed since.
void ProjectEdits::restoreHistory(CodeEditor *editor)
{
    const QString path = EditorTabs::pathOf(editor);
    QList<std::pair<Group *, const DocumentChange *>> steps; // the newest first
    QByteArray text;
    for (Group &group : m_groups | std::views::reverse) {
        const auto change = std::ranges::find(std::as_const(group.changes), path, &DocumentChange::newPath);
        if (group.isUndone || change == group.changes.cend() || !change->isEdited() || !change->before) {
            continue;
        }
        text = steps.isEmpty() ? editor->text().toUtf8() : text;
        if (text != change->after) {
            break;
        }
        steps.append({&group, &*change});
        text = *change->before;
    }
    if (steps.isEmpty()) {
        return;
    }
    const QString shown = editor->text();
    editor->setText(QString::fromUtf8(text)); // which empties the history
    for (const auto &[group, change] : steps | std::views::reverse) {
        editor->beginUndoAction();
        (void)applyEdits(editor, change->edits);
        markHistory(*group, editor);
        editor->endUndoAction();
    }
    editor->undoCarets()->forget(); // the caret was not there before: undo shows the change
    if (editor->text() != shown) {
        editor->setText(shown);
    }
    editor->setModified(false);
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
    Q_EMIT stepsChanged();
}

/// Those that had nothing unsaved. Each says by itself why it cannot be saved, and stays as it is then.
QCoro::Task<void> ProjectEdits::saveEditors(QList<DocumentChange> changes)
{
    for (const DocumentChange &change : std::as_const(changes)) {
        const CodeEditor *const editor = m_tabs->editorOf(change.newPath);
        if (editor && change.isEdited() && editor->text().toUtf8() == change.after && change.before &&
            m_tabs->disk()->matchesDisk(change.newPath, *change.before)) {
            (void)co_await whileAlive(this, m_tabs->saveAsItIs(change.newPath));
        }
    }
}

/// Scintilla tells so while it changes the text: the other files follow afterwards.
void ProjectEdits::takeModification(CodeEditor *editor, int kind, int token)
{
    if ((kind & Base::SC_MOD_CONTAINER) == 0) {
        return;
    }
    m_seenToken = token;
    if (m_isChanging) {
        return;
    }
    m_steps.append({token, editor, (kind & Base::SC_PERFORMED_UNDO) != 0});
    if (!std::exchange(m_isBusy, true)) {
        QMetaObject::invokeMethod(this, [this] { detach(followAll()); }, Qt::QueuedConnection);
    }
}

QCoro::Task<void> ProjectEdits::followAll()
{
    while (!m_steps.isEmpty()) {
        const Step step = m_steps.takeFirst();
        if (step.editor) { // a step back over a mark alone leaves the state that was saved, too
            m_tabs->disk()->noteIfSaved(step.editor);
        }
        const auto followed = co_await whileAlive(this, follow(step));
        if (!followed && followed.error().code != ErrorCode::Cancelled) {
            Q_EMIT m_tabs->message(followed.error().message, true);
        }
    }
    m_isBusy = false;
    Q_EMIT stepsChanged();
}

Task<bool> ProjectEdits::follow(Step step)
{
    const auto known = std::ranges::find(m_groups, step.token, &Group::token);
    if (known == m_groups.end()) {
        co_return true; // it is forgotten: only this editor has it
    }
    if (known->isUndone == step.isUndo) {
        co_return true; // it was undone elsewhere meanwhile, or before in this editor alone, which comes back now
    }
    const Group group = *known;
    const QList<DocumentChange> changes = step.isUndo ? reversed(group.changes) : group.changes;
    if (const auto written = co_await whileAlive(this, m_files->write(changes, step.editor)); !written) {
        co_return std::unexpected(followError(step, group.label, written.error()));
    }
    followInEditors(step, group, changes);
    moveEditors(changes);
    if (const auto kept = std::ranges::find(m_groups, step.token, &Group::token); kept != m_groups.end()) {
        kept->isUndone = step.isUndo;
    }
    if (group.saving == Saving::WhereSaved) {
        co_await whileAlive(this, saveEditors(changes));
    }
    co_return true;
}

Error ProjectEdits::followError(const Step &step, const QString &label, const Error &error) const
{
    if (!step.editor) {
        return {error.code, tr("“%1” was not undone. %2").arg(label, error.message), error.detail};
    }
    const QString file = QFileInfo(EditorTabs::pathOf(step.editor)).fileName();
    const QString sentence = step.isUndo ? tr("“%1” was undone in %2 only. %3") : tr("“%1” was redone in %2 only. %3");
    return {error.code, sentence.arg(label, file, error.message), error.detail};
}

void ProjectEdits::followInEditors(const Step &step, const Group &group, const QList<DocumentChange> &changes)
{
    const QList<CodeEditor *> editors = m_files->editorsOf(changes);
    bool isChangedThere = !step.editor;
    for (qsizetype at = 0; at < changes.size(); ++at) {
        const DocumentChange &change = changes[at];
        CodeEditor *const editor = editors[at];
        isChangedThere = isChangedThere || editor == step.editor;
        if (editor && editor != step.editor && change.isEdited() && change.after &&
            editor->text().toUtf8() != change.after) {
            followInEditor(editor, change, group, step.isUndo);
        }
    }
    if (!isChangedThere) { // the key was pressed where nothing is to be seen of it
        Q_EMIT m_tabs->message((step.isUndo ? tr("“%1” was undone.") : tr("“%1” was redone.")).arg(group.label), false);
    }
}

/// Up to the step of `token`, if it is there: what was typed since may have taken its place. Else nothing is changed.
bool ProjectEdits::stepThroughHistory(CodeEditor *editor, int token, bool isUndo)
{
    m_seenToken = 0;
    int steps = 0;
    while (m_seenToken != token && steps < maxStepsBack &&
           editor->SendScintilla(isUndo ? Base::SCI_CANUNDO : Base::SCI_CANREDO) != 0) {
        editor->SendScintilla(isUndo ? Base::SCI_UNDO : Base::SCI_REDO);
        ++steps;
    }
    const bool isFound = m_seenToken == token;
    for (; !isFound && steps > 0; --steps) {
        editor->SendScintilla(isUndo ? Base::SCI_REDO : Base::SCI_UNDO);
    }
    editor->undoCarets()->restore();
    return isFound;
}

/// Through its own history where it has the step; else, as when it was opened since, by a change of its own.
void ProjectEdits::followInEditor(CodeEditor *editor, const DocumentChange &change, const Group &group, bool isUndo)
{
    m_isChanging = true;
    if (group.editors.contains(editor)) {
        (void)stepThroughHistory(editor, group.token, isUndo);
    }
    if (const QByteArray text = editor->text().toUtf8(); text != change.after) {
        (void)applyEdits(editor, difference(text, *change.after));
    }
    m_isChanging = false;
}

} // namespace studio
