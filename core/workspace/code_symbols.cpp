// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/code_symbols.h"

#include "core/lsp/lsp_client.h"
#include "core/workspace/rust_analysis.h"

#include <QDir>
#include <QHash>
#include <QPromise>

#include <algorithm>

namespace studio {

namespace {

/// Awaits one request: `start` gets what is to be called with the answer. A stop on the main thread cancels it.
template <typename T> Task<T> awaitCall(std::function<RpcCall(lsp::LspClient::Done<T>)> start, std::stop_token stop)
{
    struct Pending
    {
        QPromise<Result<T>> promise;
        bool isSet = false;

        void set(Result<T> result)
        {
            if (!std::exchange(isSet, true)) {
                promise.addResult(std::move(result));
                promise.finish();
            }
        }
    };
    if (stop.stop_requested()) {
        co_return cancelled();
    }
    const auto pending = std::make_shared<Pending>();
    pending->promise.start();
    RpcCall call = start([pending](Result<T> result) { pending->set(std::move(result)); });
    const std::stop_callback stopped(stop, [&call, pending] {
        call.cancel();
        pending->set(cancelled());
    });
    co_return co_await pending->promise.future();
}

Error notRunning()
{
    return {ErrorCode::Unavailable, CodeSymbols::tr("rust-analyzer does not run."), {}};
}

/// Depth first, as the tree stands.
void flatten(const lsp::LspClient &client, const lsp::DocumentSymbols &symbols, const CodeSymbol &parent,
             QList<CodeSymbol> &flat)
{
    for (const lsp::DocumentSymbol &symbol : symbols) {
        if (flat.size() >= CodeSymbols::maxInDocument) {
            return;
        }
        const CodeSymbol one{.name = symbol.name,
                             .container = parent.name,
                             .kind = symbol.kind,
                             .depth = parent.depth + 1,
                             .path = parent.path,
                             .range = client.textRange(parent.path, symbol.range),
                             .selection = client.textRange(parent.path, symbol.selection)};
        flat << one;
        flatten(client, symbol.children, one, flat);
    }
}

} // namespace

CodeSymbols::CodeSymbols(RustAnalysis *analysis, QObject *parent) : QObject(parent), m_analysis(analysis) {}

CodeSymbols::~CodeSymbols() = default;

void CodeSymbols::setAnalysis(RustAnalysis *analysis)
{
    m_analysis = analysis;
}

Task<QList<CodeSymbol>> CodeSymbols::inDocument(QString path, std::stop_token stop) const
{
    const QPointer<RustAnalysis> analysis = m_analysis;
    if (!analysis || !analysis->client()->isOpen(path)) {
        co_return std::unexpected(notRunning());
    }
    const auto ask = [client = analysis->client(), path](lsp::LspClient::Done<lsp::DocumentSymbols> done) {
        return client->documentSymbols(path, std::move(done));
    };
    const auto symbols = co_await awaitCall<lsp::DocumentSymbols>(ask, stop);
    if (!symbols) {
        co_return std::unexpected(symbols.error());
    }
    QList<CodeSymbol> flat;
    if (analysis) {
        flatten(*analysis->client(), *symbols, {.depth = -1, .path = path}, flat);
    }
    co_return flat;
}

Task<QList<CodeSymbol>> CodeSymbols::inWorkspace(QString query, std::stop_token stop) const
{
    const QPointer<RustAnalysis> analysis = m_analysis;
    if (!analysis) {
        co_return std::unexpected(notRunning());
    }
    if (query.trimmed().isEmpty()) {
        co_return QList<CodeSymbol>();
    }
    const auto ask = [client = analysis->client(), query](lsp::LspClient::Done<lsp::WorkspaceSymbols> done) {
        return client->workspaceSymbols(query.trimmed(), std::move(done));
    };
    const auto symbols = co_await awaitCall<lsp::WorkspaceSymbols>(ask, stop);
    if (!symbols) {
        co_return std::unexpected(symbols.error());
    }
    QList<CodeSymbol> found;
    const QString folder = analysis ? QDir::cleanPath(analysis->client()->rootFolder()) + u'/' : QString();
    for (const lsp::WorkspaceSymbol &symbol : *symbols) {
        const QString path = analysis ? analysis->client()->path(symbol.location.uri) : QString();
        // The server also looks in libraries that are folders of this machine, such as the SDK.
        if (!path.isEmpty() && path.startsWith(folder) && found.size() < maxInWorkspace) {
            const TextRange range = analysis->client()->textRange(path, symbol.location.range);
            found << CodeSymbol{.name = symbol.name,
                                .container = symbol.container,
                                .kind = symbol.kind,
                                .depth = 0,
                                .path = path,
                                .range = range,
                                .selection = range};
        }
    }
    co_return found;
}

QString symbolKindName(int kind)
{
    static const QHash<int, QString> names{
        {2, QStringLiteral("mod")},   {5, QStringLiteral("type")},     {6, QStringLiteral("fn")},
        {8, QStringLiteral("field")}, {10, QStringLiteral("enum")},    {11, QStringLiteral("trait")},
        {12, QStringLiteral("fn")},   {13, QStringLiteral("static")},  {14, QStringLiteral("const")},
        {19, QStringLiteral("impl")}, {22, QStringLiteral("variant")}, {23, QStringLiteral("struct")},
        {26, QStringLiteral("type")}};
    return names.value(kind);
}

QList<CodeSymbol> symbolsAround(const QList<CodeSymbol> &symbols, TextPlace place)
{
    QList<CodeSymbol> around;
    for (const CodeSymbol &symbol : symbols) {
        if (symbol.range.start <= place && place <= symbol.range.end && symbol.depth >= around.size()) {
            around << symbol;
        }
    }
    return around;
}

} // namespace studio
