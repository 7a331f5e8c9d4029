// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/lsp_document.h"
#include "core/lsp/lsp_json.h"
#include "core/lsp/pulled_diagnostics.h"
#include "core/lsp/rpc_connection.h"

#include <QHash>
#include <QMap>
#include <QObject>

namespace studio {
class LanguageServer;
}

namespace studio::lsp {

/// What a client tells a server at its start.
struct ClientSetup
{
    QString rootFolder;           ///< absolute
    Json initializationOptions;   ///< for the server
    Json configuration;           ///< the answer to each `workspace/configuration`
    QString configurationSection; ///< "rust-analyzer"

    bool operator==(const ClientSetup &) const = default;
};

/// A language server as its features: open documents and requests about them, in places of UTF-8 bytes. A server that
/// was started again gets the open documents again. Requests that are about a document's text end with Cancelled when
/// it changes. Paths are absolute. Main thread.
///
///     m_hover = client.hover(path, place, [this](const Result<lsp::Hover> &hover) { … });
class LspClient : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Off,      ///< it does not run
        Starting, ///< it runs, and has not answered `initialize`
        Ready,
    };
    Q_ENUM(State)
    template <typename T> using Done = std::function<void(Result<T>)>;

    /// `server` outlives the client.
    LspClient(LanguageServer *server, ClientSetup setup, QObject *parent = nullptr);
    ~LspClient() override;

    void setSetup(ClientSetup setup);                 ///< at the next start
    void setConfiguration(const Json &configuration); ///< now, also of one that runs

    [[nodiscard]] const QString &rootFolder() const
    {
        return m_setup.rootFolder;
    } ///< absolute; empty without a project
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const ServerCapabilities &capabilities() const { return m_capabilities; }
    /// Nothing before the server has said; most never do.
    [[nodiscard]] const std::optional<ServerStatus> &status() const { return m_status; }
    [[nodiscard]] PositionEncoding encoding() const { return m_encoding; } ///< of the places that it names
    [[nodiscard]] QList<Progress> progress() const; ///< what goes on, in the order in which it began
    [[nodiscard]] QString uri(const QString &path) const;
    /// Absolute; empty where it is no file on this machine. Any thread.
    [[nodiscard]] static QString path(const QString &uri);

    void open(const QString &path, const QString &languageId, const QByteArray &text);
    void outdate(const QString &path); ///< ends what is asked of it as Cancelled; change() does so, too
    void change(const QString &path, const QList<TextChange> &changes); ///< each in the text after the one before
    void replace(const QString &path, const QByteArray &text);          ///< the whole text is another
    void save(const QString &path);
    void close(const QString &path);
    [[nodiscard]] bool isOpen(const QString &path) const { return m_documents.contains(path); }
    [[nodiscard]] int version(const QString &path) const; ///< of what the server has; 0 where it is not open
    /// A server's range in an open document; in one that is not open, as if it counted bytes.
    [[nodiscard]] TextRange textRange(const QString &path, const Range &range) const;
    [[nodiscard]] TextPlace place(const QString &path, Position position) const;
    /// The same, counted in characters (code points), as people count columns.
    [[nodiscard]] Range inCharacters(const QString &path, const Range &range) const;

    /// `trigger`: the character that was typed, or empty where it was asked for.
    RpcCall completion(const QString &path, TextPlace place, const QString &trigger, Done<CompletionList> done);
    RpcCall resolve(const CompletionItem &item, Done<CompletionItem> done);
    RpcCall hover(const QString &path, TextPlace place, Done<Hover> done);
    RpcCall signatureHelp(const QString &path, TextPlace place, Done<SignatureHelp> done);
    enum class Target { Definition, Declaration, TypeDefinition, Implementation };
    RpcCall goTo(Target target, const QString &path, TextPlace place, Done<Locations> done);
    RpcCall references(const QString &path, TextPlace place, Done<Locations> done);
    RpcCall prepareRename(const QString &path, TextPlace place, Done<PrepareRename> done);
    RpcCall rename(const QString &path, TextPlace place, const QString &newName, Done<WorkspaceEdit> done);
    /// What is to be changed before a file or a folder is renamed or moved; didRenameFiles() tells that it was.
    RpcCall willRenameFiles(const QString &from, const QString &to, std::chrono::milliseconds timeout,
                            Done<WorkspaceEdit> done);
    void didRenameFiles(const QString &from, const QString &to);
    void didChangeFiles(const QStringList &changed, const QStringList &deleted); ///< on disk, by any program
    RpcCall format(const QString &path, Done<TextEdits> done);
    RpcCall codeActions(const QString &path, const TextRange &range, const QList<Diagnostic> &diagnostics,
                        Done<CodeActions> done);
    RpcCall resolve(const CodeAction &action, Done<CodeAction> done);
    RpcCall execute(const Command &command, Done<Nothing> done); ///< one of its own; see canExecute()
    [[nodiscard]] bool canExecute(const Command &command) const;
    RpcCall documentSymbols(const QString &path, Done<DocumentSymbols> done);
    RpcCall workspaceSymbols(const QString &query, Done<WorkspaceSymbols> done);
    RpcCall highlights(const QString &path, TextPlace place, Done<DocumentHighlights> done);
    RpcCall diagnostics(const QString &path, Done<DocumentDiagnostics> done); ///< diagnosticsPublished() tells them
    RpcCall semanticTokens(const QString &path, const TextRange &range, Done<SemanticTokens> done);
    RpcCall inlayHints(const QString &path, const TextRange &range, Done<InlayHints> done);
    RpcCall foldingRanges(const QString &path, Done<FoldingRanges> done);
    RpcCall selectionRanges(const QString &path, TextPlace place, Done<SelectionRanges> done);
    RpcCall codeLenses(const QString &path, Done<CodeLenses> done);
    // Of rust-analyzer, beside the protocol.
    RpcCall expandMacro(const QString &path, TextPlace place, Done<ExpandedMacro> done);
    RpcCall runnables(const QString &path, Done<Runnables> done);
    RpcCall relatedTests(const QString &path, TextPlace place, Done<RelatedTests> done);
    RpcCall externalDocs(const QString &path, TextPlace place, Done<ExternalDocs> done);
    RpcCall parentModule(const QString &path, TextPlace place, Done<Locations> done);
    RpcCall joinLines(const QString &path, const TextRange &range, Done<TextEdits> done);
    RpcCall matchingBrace(const QString &path, TextPlace place, Done<Positions> done);
    RpcCall reloadWorkspace(Done<Nothing> done);
    void runCheck(); ///< the command of its settings, instead of one that runs; its end is one of progress()
    void cancelCheck();
    [[nodiscard]] bool isChecking() const;

Q_SIGNALS:
    void stateChanged(studio::lsp::LspClient::State state);
    void statusChanged();
    void progressChanged();
    /// Of one file, instead of those before. `version` is that of the text that they are about, 0 where it is unknown.
    /// Both what it says unasked and, of open documents, what it answers.
    void diagnosticsPublished(const QString &path, int version, const QList<studio::lsp::Diagnostic> &diagnostics);
    void messageShown(const studio::lsp::ShowMessage &message);
    /// The server wants documents changed, as what a command of it does. `done` is to be called once, with whether they
    /// were.
    void editWanted(const studio::lsp::WorkspaceEdit &edit, const std::function<void(bool isApplied)> &done);
    /// What a server asks to have drawn again: its earlier answers are out of date.
    void refreshWanted();

private:
    void connectTo(RpcConnection *connection);
    void initialize();
    void takeInitialized(const Result<ServerCapabilities> &capabilities);
    void leave();
    void setState(State state);
    [[nodiscard]] Json initializeParams() const;
    void takeStatus(const ServerStatus &status);
    void pull(const QString &path); ///< what is wrong in it
    void sendOpen(const QString &path);
    [[nodiscard]] Json renamedFiles(const QString &from, const QString &to) const;
    [[nodiscard]] Json documentParams(const QString &path) const;
    [[nodiscard]] Json placeParams(const QString &path, TextPlace place) const;

    void sendChange(const QString &path, Json changes);
    void takeProgress(const Progress &progress);
    [[nodiscard]] Json rangeParams(const QString &path, const TextRange &range) const;
    /// `path`: of the document that it is about, empty for none.
    template <typename T>
    RpcCall ask(const char *method, Json params, Done<T> done,
                std::chrono::milliseconds timeout = RpcConnection::defaultTimeout, const QString &path = {},
                RpcPriority priority = RpcPriority::Normal);

    static constexpr int incrementalSync = 2;

    LanguageServer *m_server;
    ClientSetup m_setup;
    State m_state = State::Off;
    ServerCapabilities m_capabilities;
    PositionEncoding m_encoding = PositionEncoding::Utf16;
    std::optional<ServerStatus> m_status;
    QList<Progress> m_progress;
    QMap<QString, LspDocument> m_documents;
    PulledDiagnostics m_diagnostics;
    RpcCall m_initialize;
};

} // namespace studio::lsp
