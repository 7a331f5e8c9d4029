// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/formatter.h"

#include "core/lsp/lsp_client.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_edits.h"

#include <QPointer>

namespace studio {

void Formatter::setClient(lsp::LspClient *client)
{
    m_call.cancel();
    m_client = client;
}

void Formatter::format(CodeEditor *editor, const QString &path, std::function<void(Result<void>)> done)
{
    if (!m_client || !m_client->isOpen(path)) {
        done(fail(ErrorCode::Unavailable, tr("There is nothing that formats this file: rust-analyzer does not run, or "
                                             "it is no Rust file of the project.")));
        return;
    }
    const auto take = [this, target = QPointer(editor), path, done](const Result<lsp::TextEdits> &edits) {
        if (!edits || !target) {
            done(edits ? Result<void>() : std::unexpected(edits.error()));
            return;
        }
        QList<TextChange> changes;
        for (const lsp::TextEdit &edit : *edits) {
            changes.append({m_client->textRange(path, edit.range), edit.newText.toUtf8()});
        }
        done(applyEdits(target, changes).transform([](int) {}));
    };
    m_call = m_client->format(path, take);
}

} // namespace studio
