// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

namespace studio::lsp {

// The values of the Language Server Protocol 3.17 that this program uses, named as there. Plain values; what a server
// did not send is empty. `source` keeps the JSON of what is sent back to the server as it came.

/// From 0. `character` counts units of the encoding that was agreed on, see text_position.h.
struct Position
{
    int line = 0;
    int character = 0;

    auto operator<=>(const Position &) const = default;
};
using Positions = QList<Position>;

/// `end` is behind the last character.
struct Range
{
    Position start;
    Position end;

    [[nodiscard]] bool contains(Position position) const { return start <= position && position <= end; }
    bool operator==(const Range &) const = default;
};

struct Location
{
    QString uri;
    Range range;

    bool operator==(const Location &) const = default;
};

/// Where a definition stands: a Location or a LocationLink.
struct LocationLink
{
    QString uri;
    Range range;                 ///< the whole of it, such as a function with its body
    Range selection;             ///< its name
    std::optional<Range> origin; ///< of the word that was asked about

    bool operator==(const LocationLink &) const = default;
};
using Locations = QList<LocationLink>;

struct TextEdit
{
    Range range;
    QString newText;
    bool isSnippet = false; ///< of rust-analyzer's experimental SnippetTextEdit

    bool operator==(const TextEdit &) const = default;
};
using TextEdits = QList<TextEdit>;

/// One step of a WorkspaceEdit, in its order.
struct FileEdit
{
    enum class Kind { Text, Create, Rename, Delete };

    Kind kind = Kind::Text;
    QString uri;
    QString newUri;             ///< of a rename
    std::optional<int> version; ///< of the document that the edits are for
    TextEdits edits;
    bool overwrites = false;      ///< a create or rename may replace a file
    bool ignoresExisting = false; ///< or leave one as it is
    bool isRecursive = false;     ///< a delete takes a folder with what is in it

    bool operator==(const FileEdit &) const = default;
};

struct WorkspaceEdit
{
    QList<FileEdit> files;

    bool operator==(const WorkspaceEdit &) const = default;
};

/// `workspace/applyEdit`.
struct ApplyEdit
{
    QString label;
    WorkspaceEdit edit;

    bool operator==(const ApplyEdit &) const = default;
};

struct Command
{
    QString title;
    QString command;
    Json arguments;

    bool operator==(const Command &) const = default;
};

/// Text for a person.
struct MarkupContent
{
    QString value;
    bool isMarkdown = false;

    bool operator==(const MarkupContent &) const = default;
};

struct Hover
{
    MarkupContent contents;
    std::optional<Range> range;

    bool operator==(const Hover &) const = default;
};

enum class CompletionKind {
    None = 0,
    Text,
    Method,
    Function,
    Constructor,
    Field,
    Variable,
    Class,
    Interface,
    Module,
    Property,
    Unit,
    Value,
    Enum,
    Keyword,
    Snippet,
    Color,
    File,
    Reference,
    Folder,
    EnumMember,
    Constant,
    Struct,
    Event,
    Operator,
    TypeParameter
};

struct CompletionItem
{
    QString label;
    QString labelDetail;      ///< right after the label, such as a signature
    QString labelDescription; ///< apart from it, such as a module
    CompletionKind kind = CompletionKind::None;
    QString detail;
    MarkupContent documentation;
    QString sortText;   ///< the label where there is none
    QString filterText; ///< likewise
    QString insertText;
    bool isSnippet = false;
    bool isDeprecated = false;
    bool isPreselected = false;
    std::optional<TextEdit> edit; ///< instead of `insertText`
    std::optional<Range> replace; ///< of an InsertReplaceEdit, whose range to insert is that of `edit`
    TextEdits additionalEdits;    ///< such as an import
    QStringList commitCharacters;
    int replacesBehind = 0;   ///< bytes behind the caret that go too, such as the quote that ends the word
    bool completesOn = false; ///< what is inserted leaves the caret where there is more to complete
    Json source;

    bool operator==(const CompletionItem &) const = default;
};

struct CompletionList
{
    bool isIncomplete = false;      ///< more text gives another list
    std::optional<Position> anchor; ///< where the name begins; nothing: what the editor takes for the name
    QList<CompletionItem> items;

    bool operator==(const CompletionList &) const = default;
};

struct SignatureHelp
{
    struct Signature
    {
        QString label;
        MarkupContent documentation;
        QList<std::pair<int, int>> parameters; ///< begin and end in `label`, in characters
        int active = -1;                       ///< parameter, -1 for none

        bool operator==(const Signature &) const = default;
    };
    QList<Signature> signatures;
    int active = 0;

    bool operator==(const SignatureHelp &) const = default;
};

enum class DiagnosticSeverity { Error = 1, Warning, Information, Hint };

struct Diagnostic
{
    Range range;
    DiagnosticSeverity severity = DiagnosticSeverity::Error;
    QString code;
    QString codeUrl; ///< a page that explains the code
    QString source;  ///< "rustc", "rust-analyzer", "clippy"
    QString message;
    bool isUnnecessary = false;
    bool isDeprecated = false;
    QList<std::pair<Location, QString>> related;
    QString rendered; ///< rustc's whole text, from rust-analyzer's `data`
    Json json;        ///< as it came: sent back with a request for quick fixes

    bool operator==(const Diagnostic &) const = default;
};

struct PublishDiagnostics
{
    QString uri;
    std::optional<int> version;
    QList<Diagnostic> diagnostics;

    bool operator==(const PublishDiagnostics &) const = default;
};

/// The answer to a question about a document.
struct DocumentDiagnostics
{
    bool isUnchanged = false; ///< since the answer before
    QList<Diagnostic> items;

    bool operator==(const DocumentDiagnostics &) const = default;
};

struct CodeAction
{
    QString title;
    QString kind; ///< "quickfix", "refactor.extract", …
    bool isPreferred = false;
    QString disabledReason; ///< empty where it can be done
    std::optional<WorkspaceEdit> edit;
    std::optional<Command> command;
    Json source;

    bool operator==(const CodeAction &) const = default;
};
using CodeActions = QList<CodeAction>;

struct DocumentSymbol
{
    QString name;
    QString detail;
    int kind = 0; ///< SymbolKind of the protocol
    Range range;
    Range selection;
    bool isDeprecated = false;
    QList<DocumentSymbol> children;

    bool operator==(const DocumentSymbol &) const = default;
};
using DocumentSymbols = QList<DocumentSymbol>;

struct WorkspaceSymbol
{
    QString name;
    int kind = 0;
    QString container;
    Location location;

    bool operator==(const WorkspaceSymbol &) const = default;
};
using WorkspaceSymbols = QList<WorkspaceSymbol>;

struct PrepareRename
{
    std::optional<Range> range; ///< nothing: there is no symbol that could be renamed
    QString placeholder;

    bool operator==(const PrepareRename &) const = default;
};

struct SemanticTokens
{
    QString resultId;
    QList<quint32> data; ///< five numbers a token, as in the protocol

    bool operator==(const SemanticTokens &) const = default;
};

struct InlayHint
{
    Position position;
    QString label;
    int kind = 0; ///< 1 type, 2 parameter, 0 another
    bool padsLeft = false;
    bool padsRight = false;

    bool operator==(const InlayHint &) const = default;
};
using InlayHints = QList<InlayHint>;

struct FoldingRange
{
    int startLine = 0;
    int endLine = 0;
    QString kind; ///< "comment", "imports", "region" or empty

    bool operator==(const FoldingRange &) const = default;
};
using FoldingRanges = QList<FoldingRange>;

/// From the smallest to the largest around one position.
using SelectionRanges = QList<QList<Range>>;

struct DocumentHighlight
{
    Range range;
    int kind = 1; ///< 1 text, 2 read, 3 write

    bool operator==(const DocumentHighlight &) const = default;
};
using DocumentHighlights = QList<DocumentHighlight>;

struct CodeLens
{
    Range range;
    std::optional<Command> command;
    Json source;

    bool operator==(const CodeLens &) const = default;
};
using CodeLenses = QList<CodeLens>;

/// `$/progress`.
struct Progress
{
    QString token;
    bool isEnd = false;
    QString title; ///< where it begins
    QString message;
    int percentage = -1;

    bool operator==(const Progress &) const = default;
};

struct ShowMessage
{
    int type = 4; ///< 1 error, 2 warning, 3 info, 4 log
    QString message;

    bool operator==(const ShowMessage &) const = default;
};

/// What a server says of itself at its start, as far as it is used.
struct ServerCapabilities
{
    QString name;
    QString version;
    QString positionEncoding; ///< "utf-8", "utf-16" (where it says nothing) or "utf-32"
    int textSync = 0;         ///< 0 none, 1 whole documents, 2 changes
    QStringList completionTriggers;
    QStringList signatureTriggers;
    QStringList signatureRetriggers;
    QStringList tokenTypes; ///< of semantic tokens, by their number
    QStringList tokenModifiers;
    Json all;

    [[nodiscard]] bool can(const char *provider) const; ///< "hoverProvider": given, and not false
    bool operator==(const ServerCapabilities &) const = default;
};

} // namespace studio::lsp
