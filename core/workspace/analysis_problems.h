// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/lsp_values.h"
#include "core/model/diagnostic.h"
#include "core/workspace/place_shift.h"

#include <QHash>
#include <QSet>
#include <QString>

namespace studio {

class Workspace;
namespace lsp {
class LspClient;
}

/// What a language server finds wrong, in the workspace's list of diagnostics. Only files of the project are in it, and
/// of both files and their problems a limited number: a server may find any.
///
/// What the compiler says is about the text as it was when its check began, and the server goes on saying it while that
/// text is edited. So its places are moved with the edits since; what the server finds by itself is moved until it says
/// it anew. Main thread.
class AnalysisProblems
{
public:
    AnalysisProblems(Workspace *workspace, const lsp::LspClient *client); ///< both outlive it

    /// Replaces those of one file. `path` is absolute.
    void take(const QString &path, const QList<lsp::Diagnostic> &diagnostics);
    void edit(const QString &path, const TextChange &change); ///< the server was told of it
    void forgetEdits(const QString &path);                    ///< the text is that of the disk again
    void showEdited();                                        ///< lists what was moved by edits at its place
    void beginCheck();                                        ///< of the texts as they are
    void endCheck(); ///< what the server says now is about the texts at beginCheck()
    void clear();

    [[nodiscard]] bool hasSyntaxError() const; ///< the server found one by itself
    /// What the compiler said of a file is about an earlier text: of the last check that has ended.
    [[nodiscard]] bool isOutdated(const QString &path) const { return m_outdated.contains(path); }

private:
    struct File
    {
        QList<lsp::Diagnostic> own;     ///< the server's, where they are now
        QList<lsp::Diagnostic> checked; ///< the compiler's, as the server gave them …
        QList<lsp::Diagnostic> moved;   ///< … and where they are now
        bool isUnlinked = false;        ///< of no crate: the compiler does not read it
        bool isEdited = false;          ///< `own` or `moved` is another than what is listed
    };

    [[nodiscard]] QString fileOf(const QString &path) const;
    [[nodiscard]] QList<DiagnosticNote> notesOf(const lsp::Diagnostic &one) const;
    void setMoved(const QString &path, File &file);
    void show(const QString &path, File &file);

    Workspace *m_workspace;
    const lsp::LspClient *m_client;
    QHash<QString, File> m_files;       ///< that have some, by their path
    QHash<QString, PlaceShift> m_edits; ///< since the last check began, by path
    QSet<QString> m_outdated;
};

} // namespace studio
