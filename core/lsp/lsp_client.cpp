// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lsp/lsp_client.h"

#include "core/lsp/language_server.h"
#include "core/lsp/lsp_capabilities.h"

#include <QObject>
#include <QUrl>

#include <algorithm>
#include <unistd.h>

namespace studio::lsp {

namespace {

constexpr std::chrono::milliseconds initializeTimeout{120'000}; ///< a cold disk, a large workspace
constexpr qsizetype maxProgress = 50;

} // namespace

LspClient::LspClient(LanguageServer *server, ClientSetup setup, QObject *parent)
    : QObject(parent)
    , m_server(server)
    , m_setup(std::move(setup))
    , m_diagnostics([this](const QString &path, auto done) { return diagnostics(path, std::move(done)); },
                    [this](const QString &path, const QList<Diagnostic> &all) {
                        Q_EMIT diagnosticsPublished(path, version(path), all);
                    })
{
    connect(m_server, &LanguageServer::connected, this, &LspClient::connectTo);
    connect(m_server, &LanguageServer::disconnected, this, &LspClient::leave);
}

LspClient::~LspClient() = default;

void LspClient::setSetup(ClientSetup setup)
{
    m_setup = std::move(setup);
}

void LspClient::setConfiguration(const Json &configuration)
{
    m_setup.configuration = configuration;
    if (m_state == State::Ready) {
        m_server->connection()->notify(QStringLiteral("workspace/didChangeConfiguration"),
                                       Json{{"settings", configuration}}); // it asks for them then
    }
}

QList<Progress> LspClient::progress() const
{
    return m_progress;
}

QString LspClient::uri(const QString &path) const
{
    return QString::fromLatin1(QUrl::fromLocalFile(path).toEncoded());
}

QString LspClient::path(const QString &uri)
{
    const QUrl url(uri);
    return url.isLocalFile() && url.host().isEmpty() ? url.toLocalFile() : QString();
}

void LspClient::setState(State state)
{
    if (std::exchange(m_state, state) != state) {
        Q_EMIT stateChanged(state);
    }
}

void LspClient::connectTo(RpcConnection *connection)
{
    connection->onNotification<PublishDiagnostics>(QStringLiteral("textDocument/publishDiagnostics"),
                                                   [this](const PublishDiagnostics &published) {
                                                       if (const QString file = path(published.uri); !file.isEmpty()) {
                                                           m_diagnostics.takePushed(file, published.diagnostics);
                                                       }
                                                   });
    connection->onNotification<ServerStatus>(QStringLiteral("experimental/serverStatus"),
                                             [this](const ServerStatus &status) { takeStatus(status); });
    connection->onNotification<Progress>(QStringLiteral("$/progress"),
                                         [this](const Progress &progress) { takeProgress(progress); });
    connection->onNotification<ShowMessage>(QStringLiteral("window/showMessage"),
                                            [this](const ShowMessage &message) { Q_EMIT messageShown(message); });
    connection->onRequest<ShowMessage>(QStringLiteral("window/showMessageRequest"),
                                       [this](const ShowMessage &message, const RpcConnection::Answer &answer) {
                                           Q_EMIT messageShown(message);
                                           answer(Json());
                                       });
    connection->onRequest<Json>(
        QStringLiteral("workspace/configuration"), [this](const Json &wanted, const RpcConnection::Answer &answer) {
            Json all = Json::array();
            for (std::size_t at = 0; at < wanted["items"].size(); ++at) {
                const QString section = wanted["items"][at]["section"].text();
                all.push_back(section == m_setup.configurationSection ? m_setup.configuration : Json());
            }
            answer(all);
        });
    for (const char *method :
         {"client/registerCapability", "client/unregisterCapability", "window/workDoneProgress/create"}) {
        connection->onRequest<Nothing>(QString::fromLatin1(method),
                                       [](Nothing, const RpcConnection::Answer &answer) { answer(Json()); });
    }
    for (const char *method :
         {"workspace/semanticTokens/refresh", "workspace/inlayHint/refresh", "workspace/codeLens/refresh"}) {
        connection->onRequest<Nothing>(QString::fromLatin1(method),
                                       [this](Nothing, const RpcConnection::Answer &answer) {
                                           answer(Json());
                                           Q_EMIT refreshWanted();
                                       });
    }
    connection->onRequest<Nothing>(QStringLiteral("workspace/diagnostic/refresh"),
                                   [this](Nothing, const RpcConnection::Answer &answer) {
                                       answer(Json());
                                       m_diagnostics.askAgain();
                                   });
    connection->onRequest<ApplyEdit>(
        QStringLiteral("workspace/applyEdit"), [this](const ApplyEdit &wanted, const RpcConnection::Answer &answer) {
            Q_EMIT editWanted(wanted.edit, [answer](bool isApplied) { answer(Json{{"applied", isApplied}}); });
        });
    connection->start();
    setState(State::Starting);
    initialize();
}

void LspClient::takeStatus(const ServerStatus &status)
{
    const bool wasQuiescent = m_status && m_status->isQuiescent;
    m_status = status;
    // While it loads, all that it is asked takes longer to load.
    m_server->connection()->holdBackground(!status.isQuiescent);
    if (status.isQuiescent && !wasQuiescent) {
        m_diagnostics.askAgain(); // what it answered from a part of the project may be wrong
    }
    Q_EMIT statusChanged();
}

void LspClient::initialize()
{
    m_initialize = m_server->connection()->call<ServerCapabilities>(
        QStringLiteral("initialize"), initializeParams(),
        [this](const Result<ServerCapabilities> &capabilities) { takeInitialized(capabilities); }, initializeTimeout);
}

Json LspClient::initializeParams() const
{
    Json params{{"processId", static_cast<qint64>(::getpid())},
                {"clientInfo", Json{{"name", "Ignite Studio"}}},
                {"rootUri", uri(m_setup.rootFolder)},
                {"capabilities", clientCapabilities()},
                {"initializationOptions", m_setup.initializationOptions}};
    params["workspaceFolders"] =
        Json::array({Json{{"uri", uri(m_setup.rootFolder)}, {"name", m_setup.rootFolder.section(u'/', -1)}}});
    return params;
}

void LspClient::takeInitialized(const Result<ServerCapabilities> &capabilities)
{
    if (!capabilities) {
        return; // it ended, and is started again; one that does not answer is of no use, and shows as starting
    }
    m_capabilities = *capabilities;
    m_encoding = positionEncoding(m_capabilities.positionEncoding);
    m_server->connection()->notify(QStringLiteral("initialized"), Json::object());
    for (auto it = m_documents.cbegin(); it != m_documents.cend(); ++it) {
        sendOpen(it.key());
    }
    setState(State::Ready);
    for (auto it = m_documents.cbegin(); it != m_documents.cend(); ++it) {
        pull(it.key());
    }
}

void LspClient::leave()
{
    m_initialize.cancel();
    m_status.reset();
    m_diagnostics.clear();
    m_progress.clear();
    setState(State::Off);
    Q_EMIT statusChanged();
    Q_EMIT progressChanged();
}

void LspClient::takeProgress(const Progress &progress)
{
    const auto known = std::ranges::find(m_progress, progress.token, &Progress::token);
    if (progress.isEnd) {
        if (known != m_progress.end()) {
            m_progress.erase(known);
        }
    } else if (known == m_progress.end()) {
        if (m_progress.size() < maxProgress) {
            m_progress.append(progress);
        }
    } else {
        known->message = progress.message;
        known->percentage = progress.percentage;
    }
    Q_EMIT progressChanged();
}

void LspClient::sendOpen(const QString &path)
{
    const LspDocument &document = m_documents[path];
    m_server->connection()->notify(QStringLiteral("textDocument/didOpen"),
                                   Json{{"textDocument", Json{{"uri", uri(path)},
                                                              {"languageId", document.languageId()},
                                                              {"version", document.version()},
                                                              {"text", document.text()}}}});
}

void LspClient::open(const QString &path, const QString &languageId, const QByteArray &text)
{
    close(path);
    m_documents.insert(path, LspDocument(languageId, text));
    if (m_state == State::Ready) {
        sendOpen(path);
        pull(path);
    }
}

/// A server that cannot be asked says by itself what is wrong.
void LspClient::pull(const QString &path)
{
    if (m_capabilities.can("diagnosticProvider")) {
        m_diagnostics.open(path);
    }
}

void LspClient::change(const QString &path, const QList<TextChange> &changes)
{
    const auto found = m_documents.find(path);
    if (found == m_documents.end() || changes.isEmpty()) {
        return;
    }
    Json all = Json::array();
    for (const TextChange &change : changes) {
        all.push_back(Json{{"range", toJson(found->toRange(change.range, m_encoding))}, {"text", change.text}});
        found->change(change);
    }
    sendChange(path, m_capabilities.textSync == incrementalSync ? all : Json::array({Json{{"text", found->text()}}}));
}

void LspClient::replace(const QString &path, const QByteArray &text)
{
    if (const auto found = m_documents.find(path); found != m_documents.end()) {
        found->replaceAll(text);
        sendChange(path, Json::array({Json{{"text", text}}}));
    }
}

void LspClient::outdate(const QString &path)
{
    if (m_state == State::Ready) {
        m_server->connection()->endGroup(
            path, {ErrorCode::Cancelled, QObject::tr("The document has changed meanwhile."), {}});
    }
}

void LspClient::sendChange(const QString &path, Json changes)
{
    if (m_state != State::Ready) {
        return; // it gets the whole text when it is there
    }
    outdate(path);
    if (m_state == State::Ready && m_documents.contains(path)) {
        m_server->connection()->notify(
            QStringLiteral("textDocument/didChange"),
            Json{{"textDocument", Json{{"uri", uri(path)}, {"version", m_documents[path].version()}}},
                 {"contentChanges", std::move(changes)}});
        pull(path);
    }
}

void LspClient::save(const QString &path)
{
    if (m_state == State::Ready && m_documents.contains(path)) {
        m_server->connection()->notify(QStringLiteral("textDocument/didSave"), documentParams(path));
    }
}

void LspClient::close(const QString &path)
{
    if (m_documents.remove(path) && m_state == State::Ready) {
        m_server->connection()->endGroup(path, {ErrorCode::Cancelled, QObject::tr("The document was closed."), {}});
    }
    if (m_state == State::Ready) {
        m_server->connection()->notify(QStringLiteral("textDocument/didClose"), documentParams(path));
        m_diagnostics.close(path);
    }
}

int LspClient::version(const QString &path) const
{
    const auto found = m_documents.constFind(path);
    return found == m_documents.cend() ? 0 : found->version();
}

TextRange LspClient::textRange(const QString &path, const Range &range) const
{
    return {place(path, range.start), place(path, range.end)};
}

TextPlace LspClient::place(const QString &path, Position position) const
{
    const auto found = m_documents.constFind(path);
    return found == m_documents.cend() ? TextPlace{position.line, position.character}
                                       : found->toPlace(position, m_encoding);
}

Range LspClient::inCharacters(const QString &path, const Range &range) const
{
    const auto found = m_documents.constFind(path);
    return found == m_documents.cend() ? range
                                       : found->toRange(found->toTextRange(range, m_encoding), PositionEncoding::Utf32);
}

Json LspClient::documentParams(const QString &path) const
{
    return {{"textDocument", Json{{"uri", uri(path)}}}};
}

Json LspClient::placeParams(const QString &path, TextPlace place) const
{
    Json params = documentParams(path);
    params["position"] = toJson(m_documents.value(path).toPosition(place, m_encoding));
    return params;
}

Json LspClient::rangeParams(const QString &path, const TextRange &range) const
{
    Json params = documentParams(path);
    params["range"] = toJson(m_documents.value(path).toRange(range, m_encoding));
    return params;
}

} // namespace studio::lsp
