// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/replacer.h"

#include <algorithm>

namespace studio {

namespace {

bool isNameCharacter(QChar character)
{
    return character.isLetterOrNumber() || character == u'_';
}

/// Of the groups' names and numbers: `${name}`, `$name`, `$1`. Its length with the dollar; 0 where there is none.
qsizetype groupLength(QStringView text, QString *name)
{
    const bool isBraced = text.size() > 1 && text[1] == u'{';
    const qsizetype from = isBraced ? 2 : 1;
    qsizetype to = from;
    while (to < text.size() && isNameCharacter(text[to])) {
        ++to;
    }
    if (to == from || (isBraced && (to >= text.size() || text[to] != u'}'))) {
        return 0;
    }
    *name = text.sliced(from, to - from).toString();
    return to + (isBraced ? 1 : 0);
}

/// Goes through a text from its begin, and counts lines and bytes of UTF-8.
class PlaceCounter
{
public:
    explicit PlaceCounter(QStringView text) : m_text(text) {}

    TextPlace goTo(qsizetype offset) ///< which rises from call to call
    {
        for (; m_at < offset; ++m_at) {
            const char16_t unit = m_text[m_at].unicode();
            const bool isLineEnd =
                unit == u'\n' || (unit == u'\r' && (m_at + 1 == m_text.size() || m_text[m_at + 1] != u'\n'));
            m_place =
                isLineEnd ? TextPlace{m_place.line + 1, 0} : TextPlace{m_place.line, m_place.byte + bytesOf(unit)};
        }
        return m_place;
    }

private:
    /// A surrogate is the half of a character with four bytes.
    static int bytesOf(char16_t unit) { return unit < 0x80 ? 1 : unit < 0x800 || QChar::isSurrogate(unit) ? 2 : 3; }

    QStringView m_text;
    qsizetype m_at = 0;
    TextPlace m_place;
};

} // namespace

Replacer::Replacer(const ProjectQuery &query, const QString &with)
{
    if (!query.isRegex) {
        addText(with);
        return;
    }
    parse(with);
    if (m_hasGroups) {
        auto options = QRegularExpression::MultilineOption | QRegularExpression::UseUnicodePropertiesOption;
        options.setFlag(QRegularExpression::CaseInsensitiveOption, !query.matchCase);
        m_expression = QRegularExpression(
            query.wholeWord ? QStringLiteral("\\b(?:%1)\\b").arg(query.words) : query.words, options);
    }
}

void Replacer::addText(QStringView text)
{
    if (m_parts.isEmpty() || !m_parts.last().group.isEmpty()) {
        m_parts.append(Part());
    }
    m_parts.last().text += text;
}

void Replacer::parse(const QString &with)
{
    for (qsizetype i = 0; i < with.size(); ++i) {
        const QStringView rest = QStringView(with).sliced(i);
        const QChar next = rest.size() > 1 ? rest[1] : QChar();
        QString name;
        if (rest[0] == u'\\' && next.isDigit()) {
            addGroup(QString(next));
            ++i;
        } else if (rest[0] == u'\\' && (next == u'n' || next == u't' || next == u'\\' || next == u'$')) {
            addText(next == u'n' ? u"\n" : next == u't' ? u"\t" : rest.sliced(1, 1));
            ++i;
        } else if (rest[0] == u'$' && next == u'$') {
            addText(u"$");
            ++i;
        } else if (const qsizetype length = rest[0] == u'$' ? groupLength(rest, &name) : 0; length > 0) {
            addGroup(name);
            i += length - 1;
        } else {
            addText(rest.first(1));
        }
    }
    m_hasGroups = std::ranges::any_of(m_parts, [](const Part &part) { return !part.group.isEmpty(); });
}

std::optional<QString> Replacer::textFor(const QString &text, qsizetype at, const QString &matched) const
{
    QRegularExpressionMatch match;
    if (m_hasGroups) {
        if (m_isTooSlow || !m_expression.isValid()) {
            return std::nullopt;
        }
        match = m_expression.match(text, at, QRegularExpression::NormalMatch,
                                   QRegularExpression::AnchorAtOffsetMatchOption);
        m_isTooSlow = !match.isValid(); // PCRE has a limit of steps
        if (!match.hasMatch() || match.capturedLength() != matched.size()) {
            return std::nullopt;
        }
    }
    QString result;
    for (const Part &part : m_parts) {
        bool isNumber = false;
        const int number = part.group.toInt(&isNumber);
        result += part.group.isEmpty() ? part.text : isNumber ? match.captured(number) : match.captured(part.group);
    }
    return result;
}

ReplacedText replaceMatches(const QString &text, const QList<LineMatch> &matches, const Replacer &replacer)
{
    QList<LineMatch> sorted = matches;
    std::ranges::sort(sorted, {}, [](const LineMatch &match) { return std::pair(match.line, match.column); });
    ReplacedText result;
    qsizetype done = 0; // of the text
    qsizetype begin = 0;
    int line = 1;
    PlaceCounter counter(text);
    for (const LineMatch &match : std::as_const(sorted)) {
        for (; line < match.line && begin >= 0; ++line) {
            begin = text.indexOf(u'\n', begin) + 1;
            begin = begin == 0 ? -1 : begin;
        }
        if (begin < 0) {
            break;
        }
        const qsizetype at = begin + match.column;
        const bool isThere = !match.isCut && at >= done && at + match.matched.size() <= text.size() &&
                             QStringView(text).sliced(at, match.matched.size()) == match.matched;
        const auto with = isThere ? replacer.textFor(text, at, match.matched) : std::nullopt;
        if (with) {
            result.text += QStringView(text).sliced(done, at - done);
            result.text += *with;
            done = at + match.matched.size();
            const TextPlace start = counter.goTo(at);
            result.edits.append({{start, counter.goTo(done)}, with->toUtf8()});
            ++result.replaced;
        }
    }
    result.text += QStringView(text).sliced(done);
    return result;
}

} // namespace studio
