// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/file_move.h"

#include "core/base/lifetime.h"
#include "core/lsp/lsp_client.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/language_features.h"
#include "ui/editor/project_edits.h"
#include "ui/editor/server_edits.h"

#include <QCoroTimer>
#include <QFileInfo>
#include <QPromise>

#include <algorithm>

namespace studio {

namespace {

constexpr int maxAttempts = 3;
constexpr std::chrono::milliseconds pauseBetweenAttempts{150};

/// The move joins the change of the file itself; it comes last, as the other changes name paths from before.
QList<DocumentChange> withMove(QList<DocumentChange> changes, const QString &from, const QString &to)
{
    const auto known = std::ranges::find(changes, from, &DocumentChange::path);
    DocumentChange move{.path = from, .newPath = to, .before = {}, .after = {}, .edits = {}};
    if (known != changes.end()) {
        move = *known;
        move.newPath = to;
        changes.erase(known);
    }
    return changes << move;
}

/// Whether a module may have this name: a Rust file, or a folder that can hold some.
bool isModule(const QString &path)
{
    return path.endsWith(QLatin1String(".rs")) || QFileInfo(path).isDir();
}

} // namespace

FileMove::FileMove(EditorTabs *tabs, LanguageFeatures *features) : QObject(features), m_tabs(tabs), m_features(features)
{
}

QCoro::Task<void> FileMove::move(QString from, QString to)
{
    const QString name = QFileInfo(from).fileName();
    lsp::LspClient *const client = m_features->client();
    QString unchanged;
    QList<DocumentChange> changes;
    if (client && isModule(from) && client->state() != lsp::LspClient::State::Off) {
        const auto answered = co_await whileAlive(this, askServer(from, to));
        if (answered) {
            changes = *answered;
        } else {
            unchanged = answered.error().message;
        }
    }
    auto moved = co_await whileAlive(this, apply(from, to, changes));
    if (!moved && !changes.isEmpty() && QFileInfo::exists(from)) {
        unchanged = moved.error().message; // typed in meanwhile, for one
        moved = co_await whileAlive(this, apply(from, to, {}));
    }
    if (!moved) {
        m_features->edits()->tell(moved.error());
        co_return;
    }
    if (m_features->client()) {
        m_features->client()->didRenameFiles(from, to);
    }
    if (!unchanged.isEmpty()) {
        Q_EMIT m_tabs->message(tr("%1 was moved, but no declarations of modules were changed: %2").arg(name, unchanged),
                               true);
    }
}

/// rust-analyzer leaves out what it could not find because its own knowledge changed meanwhile, and says no word of it.
Task<QList<DocumentChange>> FileMove::askServer(QString from, QString to)
{
    for (int attempt = 1;; ++attempt) {
        auto changes = co_await whileAlive(this, askServerOnce(from, to));
        if (!changes || !changes->isEmpty() || attempt == maxAttempts || !m_features->client()) {
            co_return changes;
        }
        co_await whileAlive(this, QCoro::sleepFor(pauseBetweenAttempts));
    }
}

/// What it wants changed beside the move itself. Nothing of it is done.
Task<QList<DocumentChange>> FileMove::askServerOnce(QString from, QString to)
{
    auto promise = std::make_shared<QPromise<Result<lsp::WorkspaceEdit>>>();
    promise->start();
    const RpcCall call = m_features->client()->willRenameFiles(from, to, m_serverTimeout,
                                                               [promise](const Result<lsp::WorkspaceEdit> &answer) {
                                                                   promise->addResult(answer);
                                                                   promise->finish();
                                                               });
    auto edit = co_await whileAlive(this, promise->future());
    if (!edit) {
        co_return std::unexpected(edit.error());
    }
    const auto plan = co_await whileAlive(this, m_features->edits()->plan(std::move(*edit)));
    if (!plan) {
        co_return std::unexpected(plan.error());
    }
    co_return plan->changes;
}

Task<int> FileMove::apply(QString from, QString to, QList<DocumentChange> changes)
{
    const QString label = tr("Move %1").arg(QFileInfo(from).fileName());
    co_return co_await whileAlive(
        this, m_tabs->edits()->apply(label, withMove(std::move(changes), from, to), ProjectChanges::Saving::Never));
}

} // namespace studio
