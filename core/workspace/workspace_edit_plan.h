// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/lsp_values.h"
#include "core/lsp/snippet.h"
#include "core/lsp/text_position.h"
#include "core/workspace/document_change.h"

#include <QHash>

namespace studio {

/// What there is to know to check an edit of a language server. A plain value.
struct WorkspaceEditContext
{
    /// A document that is open here, as the server has it.
    struct Document
    {
        QByteArray text;
        int version = 0;
    };

    QString rootFolder; ///< absolute; what is outside of it is not changed
    lsp::PositionEncoding encoding = lsp::PositionEncoding::Utf16;
    QHash<QString, Document> open; ///< by path
};

/// What an edit of a language server comes to, file by file. A plain value.
struct WorkspaceEditPlan
{
    QList<DocumentChange> changes;
    // Where typing goes on afterwards, in one of the files; `snippetPath` is empty where the edit does not say.
    QString snippetPath;
    int snippetPosition = 0; ///< bytes, in the text afterwards
    lsp::Snippet snippet;    ///< stands there already
};

/// The files that an edit names, as absolute paths.
QStringList pathsOf(const lsp::WorkspaceEdit &edit);

/// Checks an edit and applies it to texts, in the order of its steps. Nothing is written. What a server may not ask for
/// is refused as a whole: PermissionDenied for a file outside of the root folder; InvalidArgument for changes that
/// overlap or are outside of the text, and for what is not supported (the removal of files);
/// FailedPrecondition for changes of an earlier version, and for files that are gone or in the way;
/// ResourceExhausted for too many files. Each error is a sentence. Blocks: worker.
Result<WorkspaceEditPlan> planWorkspaceEdit(const lsp::WorkspaceEdit &edit, const WorkspaceEditContext &context);

} // namespace studio
