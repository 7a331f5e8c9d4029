// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/project_replace.h"

#include "core/base/lifetime.h"
#include "core/workspace/document_store.h"
#include "core/workspace/document_text.h"

#include <QScopeGuard>

namespace studio {

namespace {

/// What the files become.
struct ReplacementPlan
{
    QList<DocumentChange> changes;
    ReplaceOutcome outcome;
};

using OpenTexts = QHash<QString, QString>; ///< by path

Result<QString> currentText(const QString &path, const OpenTexts &open)
{
    if (const auto known = open.constFind(path); known != open.cend()) {
        return *known;
    }
    return readDocument(path).transform([](const DocumentText &onDisk) { return onDisk.text(); });
}

DocumentChange changeOf(const QString &path, const QString &before, const ReplacedText &replaced)
{
    DocumentChange change{.path = path,
                          .newPath = path,
                          .before = before.toUtf8(),
                          .after = replaced.text.toUtf8(),
                          .edits = replaced.edits};
    // A match may end within the end of a line, where no place is.
    if (changedText(*change.before, change.edits) != change.after) {
        change.edits = difference(*change.before, *change.after);
    }
    return change;
}

Result<ReplacementPlan> planReplacement(const QString &folder, const QList<FileMatches> &files, const OpenTexts &open,
                                        const Replacer &replacer)
{
    ReplacementPlan plan;
    qsizetype bytes = 0;
    for (const FileMatches &file : files) {
        const QString path = folder + u'/' + file.file;
        const auto text = currentText(path, open);
        if (!text) {
            ++plan.outcome.failedFiles;
            plan.outcome.firstError =
                plan.outcome.firstError.isEmpty() ? text.error().message : plan.outcome.firstError;
            continue;
        }
        const ReplacedText replaced = replaceMatches(*text, file.matches, replacer);
        plan.outcome.left += static_cast<int>(file.matches.size()) - replaced.replaced;
        if (replaced.replaced == 0) {
            continue;
        }
        plan.outcome.places += replaced.replaced;
        plan.changes.append(changeOf(path, *text, replaced));
        bytes += plan.changes.last().before->size() + plan.changes.last().after->size();
        if (bytes > ProjectReplace::maxBytes) {
            return fail(ErrorCode::ResourceExhausted,
                        ProjectReplace::tr("The files are too large to be changed as one step that can be undone, so "
                                           "nothing was changed. Replace in a part of them: “Files to include” limits "
                                           "the search."));
        }
    }
    plan.outcome.files = static_cast<int>(plan.changes.size());
    return plan;
}

std::unexpected<Error> failWithoutEditor()
{
    return fail(ErrorCode::FailedPrecondition,
                ProjectReplace::tr("Files can be changed only while the editor is there."));
}

} // namespace

ProjectReplace::ProjectReplace(DocumentStore *documents, QObject *parent) : QObject(parent), m_documents(documents) {}

ProjectChanges *ProjectReplace::changes() const
{
    return m_documents ? m_documents->changes() : nullptr;
}

ProjectChanges::StepState ProjectReplace::lastState() const
{
    return changes() && m_step > 0 ? changes()->stateOf(m_step) : ProjectChanges::StepState::Forgotten;
}

Task<ReplaceOutcome> ProjectReplace::replace(QString folder, QList<FileMatches> files, Replacer replacer, QString label)
{
    if (m_isRunning) {
        co_return fail(ErrorCode::FailedPrecondition, tr("Another replacement is not finished yet."));
    }
    if (!changes()) {
        co_return failWithoutEditor();
    }
    m_isRunning = true;
    const QPointer<ProjectReplace> self(this);
    const auto ended = qScopeGuard([self] {
        if (self) {
            self->m_isRunning = false;
            Q_EMIT self->undoChanged();
        }
    });
    connect(changes(), &ProjectChanges::stepsChanged, this, &ProjectReplace::undoChanged, Qt::UniqueConnection);
    OpenTexts open;
    for (const FileMatches &file : std::as_const(files)) {
        if (const QString path = folder + u'/' + file.file; m_documents->isOpen(path)) {
            open.insert(path, m_documents->text(path).value_or(QString()));
        }
    }
    const auto plan = co_await whileAlive(
        this, onWorker([folder, files, open, replacer] { return planReplacement(folder, files, open, replacer); }));
    if (!plan) {
        co_return std::unexpected(plan.error());
    }
    if (plan->changes.isEmpty()) {
        co_return plan->outcome;
    }
    if (!changes()) { // it was closed meanwhile
        co_return failWithoutEditor();
    }
    const auto step = co_await whileAlive(
        this, changes()->apply(std::move(label), plan->changes, ProjectChanges::Saving::WhereSaved));
    if (!step) {
        co_return std::unexpected(step.error());
    }
    m_step = *step;
    co_return plan->outcome;
}

Task<bool> ProjectReplace::undo()
{
    if (!canUndo()) {
        co_return fail(ErrorCode::FailedPrecondition, tr("There is no replacement to undo."));
    }
    co_return co_await whileAlive(this, changes()->undo(m_step));
}

} // namespace studio
