// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace studio {

/// Why a text is not JSON, and where. Line and column from 1, in characters; `offset` in UTF-16 code units.
struct JsonProblem
{
    int line = 0;
    int column = 0;
    qsizetype offset = 0;
    QString message;  ///< "unexpected '}'"
    QString expected; ///< "expected string literal"; may be empty

    bool operator==(const JsonProblem &) const = default;
};

/// Nothing where `utf8` is one JSON value (RFC 8259). Builds no tree: time and memory grow with the text only. Any
/// thread.
std::optional<JsonProblem> checkJson(QByteArrayView utf8);

/// The same tokens, byte for byte, with line breaks and two blanks per level: a number keeps its digits, a member that
/// stands twice stays twice. `utf8` must be valid JSON. Any thread.
QByteArray indentJson(QByteArrayView utf8);

/// White space of JSON.
constexpr bool isJsonBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Behind the closing quote of the string that begins at `start`; the end of the text where it has none.
qsizetype endOfJsonString(QByteArrayView json, qsizetype start);

enum class JsonTokenKind { Key, String, Number, Literal, Punctuation, Invalid };

struct JsonToken
{
    qsizetype start = 0;
    qsizetype length = 0;
    JsonTokenKind kind = JsonTokenKind::Invalid;

    bool operator==(const JsonToken &) const = default;
};

/// The tokens of one line, for colour. No JSON token spans lines, so a line needs no context; a part of one says
/// whether it begins in a string.
QList<JsonToken> jsonTokens(QStringView line, bool beginsInString = false);

/// The first of them, without the part of a character at the end.
QByteArrayView firstBytes(QByteArrayView utf8, qsizetype bytes);

/// What a string of JSON means, its quotes and escapes taken away; a lone surrogate's escape stays as it is. `bytes` of
/// it at most.
QString stringFromJson(QByteArrayView quoted, qsizetype bytes = -1);

} // namespace studio
