// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace studio {

/// A token of Rust source (The Rust Reference, "Tokens"), as far as one reads types by it.
struct RustToken
{
    enum class Kind {
        Name,     ///< also a keyword; a raw one without its "r#"
        Lifetime, ///< with its quote
        Text,     ///< a string, its value in `text`
        Literal,  ///< a number, a character, bytes
        Sign,     ///< one character; "::", "->" and "=>" are one token
        Doc,      ///< a line of documentation, in `text`
    };

    Kind kind = Kind::Sign;
    QString text;
    int line = 0; ///< from 1

    [[nodiscard]] bool is(QStringView sign) const { return kind != Kind::Text && kind != Kind::Doc && text == sign; }
    bool operator==(const RustToken &) const = default;
};

/// The tokens of a source, without comments that are no documentation. What is no Rust is skipped. Any thread; linear
/// in the size.
QList<RustToken> rustTokens(QStringView source);

} // namespace studio
