// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/lsp_values.h"
#include "core/lsp/text_position.h"
#include "core/model/text_change.h"

namespace studio::lsp {

/// A text that is open at a server: what the server has of it, for converting places and for opening it again at a
/// server that was started again. Lines end with LF, CR LF or CR, as Scintilla and LSP have it. A value.
class LspDocument
{
public:
    LspDocument() = default;
    LspDocument(QString languageId, QByteArray text) : m_languageId(std::move(languageId)), m_text(std::move(text)) {}

    [[nodiscard]] const QString &languageId() const { return m_languageId; }
    [[nodiscard]] const QByteArray &text() const { return m_text; }
    [[nodiscard]] int version() const { return m_version; } ///< from 1, rises with each change

    void change(const TextChange &change);
    void replaceAll(QByteArray text);

    /// Places outside of the text become its end, or the end of their line.
    [[nodiscard]] Position toPosition(TextPlace place, PositionEncoding encoding) const;
    [[nodiscard]] TextPlace toPlace(Position position, PositionEncoding encoding) const;
    [[nodiscard]] Range toRange(const TextRange &range, PositionEncoding encoding) const;
    [[nodiscard]] TextRange toTextRange(const Range &range, PositionEncoding encoding) const;

private:
    [[nodiscard]] qsizetype lineStart(int line) const; ///< the text's size behind its last line
    [[nodiscard]] QByteArrayView line(int line) const; ///< without its end
    [[nodiscard]] qsizetype offset(TextPlace place) const;

    QString m_languageId;
    QByteArray m_text;
    int m_version = 1;
    // The line that was looked for last: the next one is mostly near.
    mutable int m_knownLine = 0;
    mutable qsizetype m_knownStart = 0;
};

} // namespace studio::lsp
