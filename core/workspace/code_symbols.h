// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/model/text_change.h"

#include <QObject>
#include <QPointer>

namespace studio {

class RustAnalysis;

/// A named part of the code. A plain value.
struct CodeSymbol
{
    QString name;
    QString container;   ///< the module or the type that it belongs to; empty for none
    int kind = 0;        ///< SymbolKind of LSP 3.17
    int depth = 0;       ///< of a document's symbol: how many others it lies within
    QString path;        ///< absolute
    TextRange range;     ///< all of it; of a workspace's symbol only its name
    TextRange selection; ///< its name

    bool operator==(const CodeSymbol &) const = default;
};

/// Symbols of the code, as the language server knows them. Answers Unavailable while no server runs, Cancelled when the
/// stop is requested or the document changes meanwhile. Main thread.
///
///     const auto found = co_await whileAlive(this, m_symbols->inWorkspace(typed, m_stop.get_token()));
class CodeSymbols final : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype maxInDocument = 10'000;
    static constexpr qsizetype maxInWorkspace = 500;

    explicit CodeSymbols(RustAnalysis *analysis, QObject *parent = nullptr);
    ~CodeSymbols() override;

    void setAnalysis(RustAnalysis *analysis); ///< null: none

    /// Of an open file, in the order of the text: each is followed by those within it.
    [[nodiscard]] Task<QList<CodeSymbol>> inDocument(QString path, std::stop_token stop = {}) const;
    /// Of the project's own code, best matches first as the server has them. An empty query finds nothing.
    [[nodiscard]] Task<QList<CodeSymbol>> inWorkspace(QString query, std::stop_token stop = {}) const;

private:
    QPointer<RustAnalysis> m_analysis;
};

/// What Rust calls a SymbolKind of LSP, such as "fn" or "struct"; empty for one that it has not.
QString symbolKindName(int kind);

/// The symbols of a document around a place, the outermost first.
QList<CodeSymbol> symbolsAround(const QList<CodeSymbol> &symbols, TextPlace place);

} // namespace studio
