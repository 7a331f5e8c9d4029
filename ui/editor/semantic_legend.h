// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/lsp_values.h"
#include "ui/syntax/syntax_colours.h"

#include <optional>

namespace studio {

/// A semantic token that is shown. In the units of the server's positions. A plain value.
struct SemanticToken
{
    int line = 0;
    int character = 0;
    int length = 0;
    SyntaxRole role = SyntaxRole::Variable;
    SyntaxModifiers modifiers;
};

/// A server's numbers for kinds of tokens, as roles of the table of colours. What the syntax definition knows as well
/// (keywords, comments, strings, numbers, operators) is left to it. A value.
class SemanticLegend
{
public:
    SemanticLegend() = default;
    SemanticLegend(const QStringList &types, const QStringList &modifiers);

    /// In the order of the text. `data` is five numbers a token, each relative to the token before (LSP 3.17); tokens
    /// whose numbers leave the range of an int end the list.
    [[nodiscard]] QList<SemanticToken> decode(const QList<quint32> &data) const;

private:
    [[nodiscard]] bool has(quint32 modifiers, int bit) const { return bit >= 0 && (modifiers >> bit & 1U) != 0; }

    QList<std::optional<SyntaxRole>> m_roles; ///< by the server's number
    int m_mutable = -1;                       ///< bits; -1 where the server has none
    int m_unsafe = -1;
};

} // namespace studio
