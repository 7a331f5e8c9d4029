// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/line_kinds.h"

#include <KSyntaxHighlighting/Format>

#include <algorithm>

namespace studio {

namespace {

constexpr qsizetype maxLineLength = 4'000; ///< as in SyntaxLexer

} // namespace

TextKind kindOf(const KSyntaxHighlighting::Format &format)
{
    using Style = KSyntaxHighlighting::Theme::TextStyle;
    switch (format.textStyle()) {
    case Style::String:
    case Style::VerbatimString:
    case Style::SpecialString:
    case Style::SpecialChar:
    case Style::Char:
        return TextKind::String;
    case Style::Comment:
    case Style::Documentation:
    case Style::CommentVar:
    case Style::Alert:
    case Style::Annotation:
        return TextKind::Comment;
    default:
        // The keys of JSON are strings with the style of a data type.
        return format.name().contains(QLatin1String("String")) ? TextKind::String : TextKind::Code;
    }
}

QList<TextKind> LineKinds::kindsOf(const QString &line, const KSyntaxHighlighting::Definition &definition,
                                   const KSyntaxHighlighting::State &before)
{
    m_kinds.fill(TextKind::Code, line.size() + 1);
    if (definition.isValid() && line.size() <= maxLineLength) {
        setDefinition(definition);
        highlightLine(line + QLatin1Char('x'), before);
    }
    return m_kinds;
}

void LineKinds::applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format)
{
    const auto from = std::min<qsizetype>(offset, m_kinds.size());
    const auto to = std::min<qsizetype>(offset + length, m_kinds.size());
    std::fill(m_kinds.begin() + from, m_kinds.begin() + to, kindOf(format));
}

} // namespace studio
