// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/semantic_legend.h"

#include <algorithm>
#include <limits>

namespace studio {

namespace {

struct TokenType
{
    QLatin1StringView name;
    SyntaxRole role;
};

/// Of the protocol, then those of rust-analyzer (crates/rust-analyzer/src/lsp/semantic_tokens.rs lists them all).
constexpr std::array tokenTypes{
    TokenType{QLatin1StringView("namespace"), SyntaxRole::Namespace},
    TokenType{QLatin1StringView("type"), SyntaxRole::Type},
    TokenType{QLatin1StringView("class"), SyntaxRole::Struct},
    TokenType{QLatin1StringView("struct"), SyntaxRole::Struct},
    TokenType{QLatin1StringView("enum"), SyntaxRole::Enum},
    TokenType{QLatin1StringView("interface"), SyntaxRole::Interface},
    TokenType{QLatin1StringView("typeParameter"), SyntaxRole::TypeParameter},
    TokenType{QLatin1StringView("parameter"), SyntaxRole::Parameter},
    TokenType{QLatin1StringView("variable"), SyntaxRole::Variable},
    TokenType{QLatin1StringView("property"), SyntaxRole::Property},
    TokenType{QLatin1StringView("enumMember"), SyntaxRole::EnumMember},
    TokenType{QLatin1StringView("function"), SyntaxRole::Function},
    TokenType{QLatin1StringView("method"), SyntaxRole::Method},
    TokenType{QLatin1StringView("macro"), SyntaxRole::Macro},
    TokenType{QLatin1StringView("builtinType"), SyntaxRole::Type},
    TokenType{QLatin1StringView("typeAlias"), SyntaxRole::Type},
    TokenType{QLatin1StringView("union"), SyntaxRole::Struct},
    TokenType{QLatin1StringView("const"), SyntaxRole::Constant},
    TokenType{QLatin1StringView("constParameter"), SyntaxRole::Constant},
    TokenType{QLatin1StringView("static"), SyntaxRole::Constant},
    TokenType{QLatin1StringView("procMacro"), SyntaxRole::Macro},
    TokenType{QLatin1StringView("toolModule"), SyntaxRole::Namespace},
    TokenType{QLatin1StringView("escapeSequence"), SyntaxRole::Escape},
    TokenType{QLatin1StringView("formatSpecifier"), SyntaxRole::Escape},
};

constexpr qint64 maxPosition = std::numeric_limits<int>::max();

} // namespace

SemanticLegend::SemanticLegend(const QStringList &types, const QStringList &modifiers)
    : m_mutable(static_cast<int>(modifiers.indexOf(QLatin1StringView("mutable"))))
    , m_unsafe(static_cast<int>(modifiers.indexOf(QLatin1StringView("unsafe"))))
{
    for (const QString &type : types) {
        const auto known = std::ranges::find(tokenTypes, type, &TokenType::name);
        m_roles << (known != tokenTypes.end() ? std::optional(known->role) : std::nullopt);
    }
    constexpr int bits = 32;
    m_mutable = m_mutable < bits ? m_mutable : -1;
    m_unsafe = m_unsafe < bits ? m_unsafe : -1;
}

QList<SemanticToken> SemanticLegend::decode(const QList<quint32> &data) const
{
    constexpr qsizetype numbers = 5;
    QList<SemanticToken> tokens;
    qint64 line = 0;
    qint64 character = 0;
    for (qsizetype at = 0; at + numbers <= data.size(); at += numbers) {
        line += data[at];
        character = data[at] == 0 ? character + data[at + 1] : data[at + 1];
        const qint64 length = data[at + 2];
        if (line > maxPosition || character + length > maxPosition) {
            break;
        }
        const auto role = m_roles.value(data[at + 3]);
        if (role) {
            const quint32 modifiers = data[at + 4];
            tokens << SemanticToken{
                .line = static_cast<int>(line),
                .character = static_cast<int>(character),
                .length = static_cast<int>(length),
                .role = *role,
                .modifiers = {.isMutable = has(modifiers, m_mutable), .isUnsafe = has(modifiers, m_unsafe)}};
        }
    }
    return tokens;
}

} // namespace studio
