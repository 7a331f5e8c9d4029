// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/compile_lines.h"

#include "ui/console/ansi_text.h"

#include <algorithm>

namespace studio {

namespace {

constexpr qsizetype maxHead = 400; ///< bytes of a line that are looked at

bool isCrateLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

QByteArrayView withoutEscapes(QByteArrayView utf8)
{
    while (utf8.startsWith(ansiEscape)) {
        utf8 = utf8.sliced(std::min(utf8.size(), ansiEscapeLength(utf8)));
    }
    return utf8;
}

QByteArray shownHead(QByteArrayView utf8)
{
    QByteArray shown;
    const QByteArrayView head = utf8.first(std::min(utf8.size(), maxHead));
    for (qsizetype at = 0; at < head.size();) {
        if (head[at] == ansiEscape) {
            at += std::max<qsizetype>(1, ansiEscapeLength(head.sliced(at)));
        } else {
            shown += head[at++];
        }
    }
    return shown;
}

/// What is a crate's name at the beginning of the text, where `end` follows it.
QByteArray crateBefore(QByteArrayView text, QByteArrayView end)
{
    const auto last = std::ranges::find_if_not(text, isCrateLetter);
    const qsizetype size = last - text.begin();
    return size > 0 && text.sliced(size).startsWith(end) ? text.first(size).toByteArray() : QByteArray();
}

} // namespace

const CompileLines::Kind &CompileLines::next(QByteArrayView utf8)
{
    if (std::exchange(m_isEnded, false)) {
        m_kind = {};
    }
    const QByteArrayView text = withoutEscapes(utf8);
    if (text.isEmpty()) {
        m_isEnded = true;
    } else if (text.startsWith("error")) {
        takeHead(LineLevel::Error, text.sliced(5));
    } else if (text.startsWith("warning")) {
        takeHead(LineLevel::Warning, text.sliced(7));
    } else if (text.front() == ' ') {
        takeStatus(text);
    }
    return m_kind;
}

void CompileLines::takeHead(LineLevel level, QByteArrayView rest)
{
    const QByteArray shown = shownHead(rest);
    if (!shown.startsWith('[') && !shown.startsWith(':')) {
        return; // a word of a text
    }
    const qsizetype colon = shown.indexOf(": ");
    const QByteArrayView words = colon < 0 ? QByteArrayView() : QByteArrayView(shown).sliced(colon + 2);
    QByteArray crate = crateBefore(words, "@"); // what a build script warns of
    constexpr QByteArrayView couldNot = "could not compile `";
    if (words.startsWith(couldNot)) {
        crate = crateBefore(words.sliced(couldNot.size()), "`");
    } else if (words.startsWith('`') && words.contains(") generated ")) {
        crate = crateBefore(words.sliced(1), "`");
    }
    m_kind = {level, crate.isEmpty() ? m_own : crate};
}

/// "   Compiling serde v1.0.228", "    Finished …": Cargo's words begin with a capital.
void CompileLines::takeStatus(QByteArrayView utf8)
{
    const auto at = std::ranges::find_if_not(utf8, [](char c) { return c == ' '; });
    const QByteArrayView afterSpace = withoutEscapes(utf8.sliced(at - utf8.begin()));
    if (afterSpace.isEmpty() || afterSpace.front() < 'A' || afterSpace.front() > 'Z') {
        return;
    }
    const QByteArray shown = shownHead(afterSpace);
    const qsizetype space = shown.indexOf(' ');
    m_kind = {};
    if (space < 0) {
        return;
    }
    const QByteArrayView words = QByteArrayView(shown).sliced(space + 1);
    m_kind.crate = crateBefore(words, " v");
    if (!m_kind.crate.isEmpty() && words.contains(" (/")) {
        m_own = m_kind.crate;
    }
}

} // namespace studio
