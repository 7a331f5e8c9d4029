// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lsp/language_server.h"
#include "core/lsp/lsp_client.h"

#include <QObject>
#include <QTimer>

namespace studio::lsp {

namespace {

constexpr std::chrono::milliseconds completionTimeout{60'000}; ///< the first waits until the project is loaded
constexpr std::chrono::milliseconds workspaceTimeout{60'000};

} // namespace

template <typename T>
RpcCall LspClient::ask(const char *method, Json params, Done<T> done, std::chrono::milliseconds timeout,
                       const QString &path, RpcPriority priority)
{
    if (m_state == State::Ready) {
        return m_server->connection()->call<T>(QString::fromLatin1(method), std::move(params), std::move(done), timeout,
                                               path, priority);
    }
    // Told later, as always; not at all where the client is gone by then.
    QTimer::singleShot(0, this, [done = std::move(done), name = m_server->spec().name] {
        done(fail(ErrorCode::Unavailable, QObject::tr("%1 does not run.").arg(name)));
    });
    return {};
}

RpcCall LspClient::completion(const QString &path, TextPlace place, const QString &trigger, Done<CompletionList> done)
{
    constexpr int invoked = 1;
    constexpr int byCharacter = 2;
    Json params = placeParams(path, place);
    params["context"] = trigger.isEmpty() ? Json{{"triggerKind", invoked}}
                                          : Json{{"triggerKind", byCharacter}, {"triggerCharacter", trigger}};
    return ask("textDocument/completion", std::move(params), std::move(done), completionTimeout, path,
               RpcPriority::High);
}

RpcCall LspClient::resolve(const CompletionItem &item, Done<CompletionItem> done)
{
    return ask("completionItem/resolve", item.source, std::move(done), RpcConnection::defaultTimeout, {},
               RpcPriority::High);
}

RpcCall LspClient::hover(const QString &path, TextPlace place, Done<Hover> done)
{
    return ask("textDocument/hover", placeParams(path, place), std::move(done), RpcConnection::defaultTimeout, path,
               RpcPriority::High);
}

RpcCall LspClient::signatureHelp(const QString &path, TextPlace place, Done<SignatureHelp> done)
{
    return ask("textDocument/signatureHelp", placeParams(path, place), std::move(done), RpcConnection::defaultTimeout,
               path, RpcPriority::High);
}

RpcCall LspClient::goTo(Target target, const QString &path, TextPlace place, Done<Locations> done)
{
    const char *const method = target == Target::Definition       ? "textDocument/definition"
                               : target == Target::Declaration    ? "textDocument/declaration"
                               : target == Target::TypeDefinition ? "textDocument/typeDefinition"
                                                                  : "textDocument/implementation";
    return ask(method, placeParams(path, place), std::move(done), RpcConnection::defaultTimeout, path);
}

RpcCall LspClient::references(const QString &path, TextPlace place, Done<Locations> done)
{
    Json params = placeParams(path, place);
    params["context"] = Json{{"includeDeclaration", true}};
    return ask("textDocument/references", std::move(params), std::move(done), workspaceTimeout, path);
}

RpcCall LspClient::prepareRename(const QString &path, TextPlace place, Done<PrepareRename> done)
{
    return ask("textDocument/prepareRename", placeParams(path, place), std::move(done), RpcConnection::defaultTimeout,
               path);
}

RpcCall LspClient::rename(const QString &path, TextPlace place, const QString &newName, Done<WorkspaceEdit> done)
{
    Json params = placeParams(path, place);
    params["newName"] = newName;
    return ask("textDocument/rename", std::move(params), std::move(done), workspaceTimeout, path);
}

Json LspClient::renamedFiles(const QString &from, const QString &to) const
{
    return {{"files", Json::array({Json{{"oldUri", uri(from)}, {"newUri", uri(to)}}})}};
}

RpcCall LspClient::willRenameFiles(const QString &from, const QString &to, std::chrono::milliseconds timeout,
                                   Done<WorkspaceEdit> done)
{
    return ask("workspace/willRenameFiles", renamedFiles(from, to), std::move(done), timeout);
}

void LspClient::didRenameFiles(const QString &from, const QString &to)
{
    if (m_state == State::Ready) {
        m_server->connection()->notify(QStringLiteral("workspace/didRenameFiles"), renamedFiles(from, to));
    }
}

void LspClient::didChangeFiles(const QStringList &changed, const QStringList &deleted)
{
    if (m_state != State::Ready || (changed.isEmpty() && deleted.isEmpty())) {
        return;
    }
    constexpr int changedType = 2;
    constexpr int deletedType = 3;
    Json changes = Json::array();
    for (const QString &path : changed) {
        changes.push_back(Json{{"uri", uri(path)}, {"type", changedType}});
    }
    for (const QString &path : deleted) {
        changes.push_back(Json{{"uri", uri(path)}, {"type", deletedType}});
    }
    m_server->connection()->notify(QStringLiteral("workspace/didChangeWatchedFiles"),
                                   Json{{"changes", std::move(changes)}});
}

RpcCall LspClient::format(const QString &path, Done<TextEdits> done)
{
    Json params = documentParams(path);
    params["options"] = Json{{"tabSize", 4}, {"insertSpaces", true}}; // rustfmt has its own file for it
    return ask("textDocument/formatting", std::move(params), std::move(done), RpcConnection::defaultTimeout, path);
}

RpcCall LspClient::codeActions(const QString &path, const TextRange &range, const QList<Diagnostic> &diagnostics,
                               Done<CodeActions> done)
{
    Json params = rangeParams(path, range);
    Json about = Json::array();
    for (const Diagnostic &diagnostic : diagnostics) {
        about.push_back(diagnostic.json);
    }
    params["context"] = Json{{"diagnostics", std::move(about)}};
    return ask("textDocument/codeAction", std::move(params), std::move(done), RpcConnection::defaultTimeout, path);
}

RpcCall LspClient::resolve(const CodeAction &action, Done<CodeAction> done)
{
    return ask("codeAction/resolve", action.source, std::move(done));
}

bool LspClient::canExecute(const Command &command) const
{
    for (const Json &known : m_capabilities.all["executeCommandProvider"]["commands"].elements()) {
        if (known.text() == command.command) {
            return true;
        }
    }
    return false;
}

RpcCall LspClient::execute(const Command &command, Done<Nothing> done)
{
    return ask("workspace/executeCommand", Json{{"command", command.command}, {"arguments", command.arguments}},
               std::move(done), workspaceTimeout);
}

RpcCall LspClient::documentSymbols(const QString &path, Done<DocumentSymbols> done)
{
    return ask("textDocument/documentSymbol", documentParams(path), std::move(done), RpcConnection::defaultTimeout,
               path);
}

RpcCall LspClient::workspaceSymbols(const QString &query, Done<WorkspaceSymbols> done)
{
    return ask("workspace/symbol", Json{{"query", query}}, std::move(done), workspaceTimeout);
}

RpcCall LspClient::highlights(const QString &path, TextPlace place, Done<DocumentHighlights> done)
{
    return ask("textDocument/documentHighlight", placeParams(path, place), std::move(done),
               RpcConnection::defaultTimeout, path, RpcPriority::Background);
}

RpcCall LspClient::semanticTokens(const QString &path, const TextRange &range, Done<SemanticTokens> done)
{
    return ask("textDocument/semanticTokens/range", rangeParams(path, range), std::move(done),
               RpcConnection::defaultTimeout, path, RpcPriority::Background);
}

RpcCall LspClient::inlayHints(const QString &path, const TextRange &range, Done<InlayHints> done)
{
    return ask("textDocument/inlayHint", rangeParams(path, range), std::move(done), RpcConnection::defaultTimeout, path,
               RpcPriority::Background);
}

RpcCall LspClient::diagnostics(const QString &path, Done<DocumentDiagnostics> done)
{
    return ask("textDocument/diagnostic", documentParams(path), std::move(done), RpcConnection::defaultTimeout, path,
               RpcPriority::Background);
}

RpcCall LspClient::foldingRanges(const QString &path, Done<FoldingRanges> done)
{
    return ask("textDocument/foldingRange", documentParams(path), std::move(done), RpcConnection::defaultTimeout, path);
}

RpcCall LspClient::selectionRanges(const QString &path, TextPlace place, Done<SelectionRanges> done)
{
    Json params = placeParams(path, place);
    params["positions"] = Json::array({params["position"]});
    return ask("textDocument/selectionRange", std::move(params), std::move(done), RpcConnection::defaultTimeout, path);
}

RpcCall LspClient::codeLenses(const QString &path, Done<CodeLenses> done)
{
    return ask("textDocument/codeLens", documentParams(path), std::move(done), RpcConnection::defaultTimeout, path,
               RpcPriority::Background);
}

RpcCall LspClient::expandMacro(const QString &path, TextPlace place, Done<ExpandedMacro> done)
{
    return ask("rust-analyzer/expandMacro", placeParams(path, place), std::move(done), workspaceTimeout, path);
}

RpcCall LspClient::runnables(const QString &path, Done<Runnables> done)
{
    return ask("experimental/runnables", documentParams(path), std::move(done), RpcConnection::defaultTimeout, path,
               RpcPriority::Background);
}

RpcCall LspClient::relatedTests(const QString &path, TextPlace place, Done<RelatedTests> done)
{
    return ask("rust-analyzer/relatedTests", placeParams(path, place), std::move(done), workspaceTimeout, path);
}

RpcCall LspClient::externalDocs(const QString &path, TextPlace place, Done<ExternalDocs> done)
{
    return ask("experimental/externalDocs", placeParams(path, place), std::move(done), RpcConnection::defaultTimeout,
               path);
}

RpcCall LspClient::parentModule(const QString &path, TextPlace place, Done<Locations> done)
{
    return ask("experimental/parentModule", placeParams(path, place), std::move(done), RpcConnection::defaultTimeout,
               path);
}

RpcCall LspClient::joinLines(const QString &path, const TextRange &range, Done<TextEdits> done)
{
    Json params = rangeParams(path, range);
    params["ranges"] = Json::array({params["range"]});
    return ask("experimental/joinLines", std::move(params), std::move(done), RpcConnection::defaultTimeout, path);
}

RpcCall LspClient::matchingBrace(const QString &path, TextPlace place, Done<Positions> done)
{
    Json params = placeParams(path, place);
    params["positions"] = Json::array({params["position"]});
    return ask("experimental/matchingBrace", std::move(params), std::move(done), RpcConnection::defaultTimeout, path);
}

RpcCall LspClient::reloadWorkspace(Done<Nothing> done)
{
    return ask("rust-analyzer/reloadWorkspace", Json(), std::move(done), workspaceTimeout);
}

void LspClient::runCheck()
{
    if (m_state == State::Ready) {
        m_server->connection()->notify(QStringLiteral("rust-analyzer/runFlycheck"), Json{{"textDocument", Json()}});
    }
}

void LspClient::cancelCheck()
{
    if (m_state == State::Ready) {
        m_server->connection()->notify(QStringLiteral("rust-analyzer/cancelFlycheck"), Json());
    }
}

bool LspClient::isChecking() const
{
    return std::ranges::any_of(
        m_progress, [](const Progress &one) { return one.token.startsWith(QLatin1String("rust-analyzer/flycheck")); });
}

} // namespace studio::lsp
