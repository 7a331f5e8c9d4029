// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/syntax/syntaxes.h"

#include <QChar>
#include <QList>
#include <QString>

namespace studio {

/// Two characters that belong together, and where the second is not inserted by itself.
struct TypingPair
{
    QChar open;
    QChar close;
    bool closesInStrings = true;
    bool closesInComments = true;
    bool closesItself = true; ///< false: the pair is only put around a selection

    [[nodiscard]] bool isQuote() const { return open == close; }
    [[nodiscard]] bool closesIn(TextKind kind) const;
    bool operator==(const TypingPair &) const = default;
};

/// What typing does beside inserting a character, for one language. The tables follow the language configurations of
/// VS Code (rust with rust-analyzer's, json, Even Better TOML's for toml, and JavaScript's for other code). A value.
struct TypingRules
{
    QList<TypingPair> pairs;
    QList<QString> continuedComments; ///< Enter in a comment that begins so goes on with it: "///"
    QString lineComment;              ///< Enter inside its text goes on with it: "//"; empty for none
    bool indentsAfterBrackets = true; ///< false for prose

    [[nodiscard]] const TypingPair *pairOf(QChar open) const;
};

/// `language` is the name of a syntax definition, such as "Rust"; empty for plain text. `lineComment` is its mark.
TypingRules typingRulesFor(const QString &language, const QString &lineComment);

} // namespace studio
