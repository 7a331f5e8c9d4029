// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/project_replace.h"

#include "core/base/lifetime.h"
#include "core/workspace/document_store.h"
#include "core/workspace/document_text.h"

#include <QScopeGuard>

namespace studio {

namespace {

/// What a file becomes; nothing where its text stays as it is.
struct ReplacedFile
{
    QString path;
    QString before;
    ReplacedText after;
    std::optional<Error> error;
};

ReplacedFile replaceIn(const QString &path, const Result<QString> &text, const QList<LineMatch> &matches,
                       const Replacer &replacer)
{
    ReplacedFile file{.path = path, .before = {}, .after = {}, .error = {}};
    if (!text) {
        file.error = text.error();
        return file;
    }
    file.before = *text;
    file.after = replaceMatches(*text, matches, replacer);
    return file;
}

Result<QString> textOnDisk(const QString &path)
{
    return readDocument(path).transform([](const DocumentText &onDisk) { return onDisk.text; });
}

void noteFailure(ReplaceOutcome &outcome, const Error &error)
{
    ++outcome.failedFiles;
    if (outcome.firstError.isEmpty()) {
        outcome.firstError = error.message;
    }
}

} // namespace

ProjectReplace::ProjectReplace(DocumentStore *documents, QObject *parent) : QObject(parent), m_documents(documents) {}

void ProjectReplace::forget()
{
    m_steps.clear();
    Q_EMIT undoChanged();
}

/// First all texts are made, then they are written, so that too many of them change nothing.
Task<ReplaceOutcome> ProjectReplace::replace(QString folder, QList<FileMatches> files, Replacer replacer)
{
    if (m_isRunning) {
        co_return fail(ErrorCode::FailedPrecondition, tr("Another replacement is not finished yet."));
    }
    m_isRunning = true;
    const QPointer<ProjectReplace> self(this);
    const auto ended = qScopeGuard([self] {
        if (self) {
            self->m_isRunning = false;
            Q_EMIT self->undoChanged();
        }
    });
    ReplaceOutcome outcome;
    QList<Step> steps;
    qsizetype kept = 0;
    for (const FileMatches &one : std::as_const(files)) {
        const QString path = folder + u'/' + one.file;
        ReplacedFile file;
        if (m_documents->isOpen(path)) {
            file = replaceIn(path, m_documents->text(path), one.matches, replacer);
        } else {
            const auto work = [path, matches = one.matches, replacer]() -> Result<ReplacedFile> {
                return replaceIn(path, textOnDisk(path), matches, replacer);
            };
            file = *co_await whileAlive(this, onWorker(work));
        }
        if (file.error) {
            noteFailure(outcome, *file.error);
            continue;
        }
        outcome.left += static_cast<int>(one.matches.size()) - file.after.replaced;
        outcome.places += file.after.replaced;
        kept += file.before.size() + file.after.text.size();
        if (kept > maxKept) {
            co_return fail(ErrorCode::ResourceExhausted,
                           tr("The files are too large to be changed as one step that can be undone, so nothing was "
                              "changed. Replace in a part of them: “Files to include” limits the search."));
        }
        if (file.after.replaced > 0) {
            steps.append({path, file.before, file.after.text});
        }
    }
    m_steps.clear();
    for (const Step &step : std::as_const(steps)) {
        const auto written = co_await whileAlive(this, write(step.path, step.before, step.after));
        if (written) {
            ++outcome.files;
            m_steps.append(step);
        } else {
            noteFailure(outcome, written.error());
        }
    }
    co_return outcome;
}

Task<ReplaceOutcome> ProjectReplace::undo()
{
    if (!canUndo()) {
        co_return fail(ErrorCode::FailedPrecondition, tr("There is no replacement to undo."));
    }
    m_isRunning = true;
    ReplaceOutcome outcome;
    const QList<Step> steps = std::exchange(m_steps, {});
    for (const Step &step : steps) {
        if (const auto written = co_await whileAlive(this, write(step.path, step.after, step.before)); written) {
            ++outcome.files;
        } else {
            noteFailure(outcome, written.error());
        }
    }
    m_isRunning = false;
    Q_EMIT undoChanged();
    co_return outcome;
}

/// Only where the text is what is expected: another program, or the person, may have changed it meanwhile.
Task<bool> ProjectReplace::write(QString path, QString expected, QString text)
{
    const auto changed = [&path] {
        return fail(ErrorCode::FailedPrecondition, tr("%1 has changed meanwhile and stays as it is.").arg(path));
    };
    Result<QString> now = fail(ErrorCode::Unavailable, QString());
    if (m_documents->isOpen(path)) {
        now = m_documents->text(path);
    } else {
        now = co_await whileAlive(this, onWorker([path] { return textOnDisk(path); }));
    }
    if (!now) {
        co_return std::unexpected(now.error());
    }
    if (*now != expected) {
        co_return changed();
    }
    co_return co_await whileAlive(this, m_documents->replace(path, std::move(text)));
}

} // namespace studio
