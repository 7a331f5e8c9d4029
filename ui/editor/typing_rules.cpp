// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/typing_rules.h"

#include <algorithm>

namespace studio {

namespace {

QList<TypingPair> brackets(bool evenInStrings)
{
    QList<TypingPair> pairs;
    for (const auto &[open, close] : {std::pair(u'(', u')'), std::pair(u'[', u']'), std::pair(u'{', u'}')}) {
        pairs << TypingPair{.open = open, .close = close, .closesInStrings = evenInStrings};
    }
    return pairs;
}

TypingPair quote(char16_t mark, bool evenInComments)
{
    return {.open = mark, .close = mark, .closesInStrings = false, .closesInComments = evenInComments};
}

} // namespace

bool TypingPair::closesIn(TextKind kind) const
{
    return closesItself && (kind != TextKind::String || closesInStrings) &&
           (kind != TextKind::Comment || closesInComments);
}

const TypingPair *TypingRules::pairOf(QChar open) const
{
    const auto found = std::ranges::find(pairs, open, &TypingPair::open);
    return found == pairs.end() ? nullptr : &*found;
}

TypingRules typingRulesFor(const QString &language, const QString &lineComment)
{
    TypingRules rules{.pairs = brackets(language != QLatin1String("JSON")), .lineComment = lineComment};
    if (language.isEmpty() || language == QLatin1String("Markdown") || language == QLatin1String("None")) {
        rules.indentsAfterBrackets = false; // prose, where an apostrophe is no quote either
    } else if (language == QLatin1String("Rust")) {
        rules.pairs << quote(u'"', true) << quote(u'`', true);
        rules.pairs << TypingPair{.open = u'<', .close = u'>', .closesItself = false};
        rules.continuedComments = {QStringLiteral("///"), QStringLiteral("//!")};
    } else {
        const bool evenInComments = language == QLatin1String("TOML");
        rules.pairs << quote(u'"', evenInComments) << quote(u'\'', evenInComments) << quote(u'`', evenInComments);
    }
    return rules;
}

} // namespace studio
