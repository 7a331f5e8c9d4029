// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/model/diagnostic.h"
#include "core/workspace/document_change.h"
#include "core/workspace/place_shift.h"

#include <QHash>
#include <QObject>

#include <functional>

namespace studio {

class Workspace;

/// A suggestion, and where the edits since its text was read have moved it. A plain value.
struct PlacedSuggestion
{
    DiagnosticSuggestion suggestion;
    bool isOfCompile = false; ///< of the text that the last compile read; else of the text as it is

    bool operator==(const PlacedSuggestion &) const = default;
};

/// What suggestions come to. A plain value.
struct FixPlan
{
    QList<DocumentChange> changes; ///< file by file
    int made = 0;                  ///< suggestions
    int left = 0; ///< whose text has changed since, that overlap one before, or are about no Rust file of the project

    bool operator==(const FixPlan &) const = default;
};

/// Changes nothing. `textOf` is asked for absolute paths; `edits` has by absolute path what was edited since the
/// compile. A suggestion is made where the lines that it was found in still stand, moved as the edits moved them, and
/// else left as a whole.
FixPlan planFixes(const QString &folder, const QList<PlacedSuggestion> &suggestions,
                  const std::function<Result<QString>(const QString &path)> &textOf,
                  const QHash<QString, PlaceShift> &edits);

/// Makes the changes that the compiler suggests, in the files of a workspace, as one step of undo (ProjectChanges).
/// Main thread.
class DiagnosticFixes : public QObject
{
    Q_OBJECT

public:
    explicit DiagnosticFixes(Workspace *workspace, QObject *parent = nullptr); ///< outlives it

    /// FailedPrecondition with a sentence: none could be made as the text has changed since, or there is no editor.
    /// Else errors of ProjectChanges::apply(). Nothing is changed where it fails.
    Task<FixPlan> apply(QList<DiagnosticSuggestion> suggestions);

private:
    void noteEdit(const QString &path, const TextChange &change);

    Workspace *m_workspace;
    QHash<QString, PlaceShift> m_edits; ///< since the last compile began, by absolute path
    bool m_isBusy = false;
};

/// The suggestions that may be made unseen: of each diagnostic the first that is certain.
QList<DiagnosticSuggestion> certainFixes(const QList<Diagnostic> &diagnostics);

} // namespace studio
