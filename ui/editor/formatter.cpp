// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/formatter.h"

#include "core/lsp/lsp_client.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_edits.h"

#include <QFuture>
#include <QPromise>
#include <QTimer>

#include <chrono>

namespace studio {

namespace {

constexpr std::chrono::seconds longestBeforeSave{2};

} // namespace

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

Task<bool> Formatter::formatForSave(QPointer<CodeEditor> editor, QString path)
{
    const auto promise = std::make_shared<QPromise<bool>>();
    const auto end = [promise](bool isFormatted) {
        if (!promise->future().isFinished()) {
            promise->addResult(isFormatted);
            promise->finish();
        }
    };
    promise->start();
    QObject here; // the timer ends with it
    QTimer::singleShot(longestBeforeSave, &here, [end] { end(false); });
    format(editor, path, [end](const Result<void> &done) { end(done.has_value()); });
    co_return co_await promise->future();
}

} // namespace studio
