// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lsp/snippet.h"

#include <algorithm>

namespace studio::lsp {

namespace {

constexpr int maxNesting = 20;
constexpr int lastStop = 1'000'000; ///< where 0 stands in the order

class SnippetParser
{
public:
    explicit SnippetParser(const QString &source) : m_source(source) {}

    Snippet parse()
    {
        parseUntil({}, 0);
        std::ranges::stable_sort(m_snippet.stops, {},
                                 [](const Snippet::Stop &stop) { return stop.number == 0 ? lastStop : stop.number; });
        return std::move(m_snippet);
    }

private:
    [[nodiscard]] QChar peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_source.size() ? m_source[m_at + ahead] : QChar();
    }

    /// Text and stops, up to `end`, which stays; all of it where `end` is null.
    void parseUntil(QChar end, int depth)
    {
        while (m_at < m_source.size() && (end.isNull() || peek() != end)) {
            if (peek() == u'\\' && (peek(1) == u'$' || peek(1) == u'}' || peek(1) == u'\\')) {
                m_snippet.text += peek(1);
                m_at += 2;
            } else if (peek() == u'$' && parseDollar(depth)) {
                continue;
            } else {
                m_snippet.text += peek();
                ++m_at;
            }
        }
    }

    QString takeWhile(auto isPart)
    {
        const qsizetype from = m_at;
        while (m_at < m_source.size() && isPart(peek())) {
            ++m_at;
        }
        return m_source.sliced(from, m_at - from);
    }

    /// False leaves everything as it was: the dollar is text.
    bool parseDollar(int depth)
    {
        const qsizetype start = m_at;
        ++m_at;
        const bool hasBrace = peek() == u'{';
        m_at += hasBrace ? 1 : 0;
        const auto isDigit = [](QChar c) { return c >= u'0' && c <= u'9'; };
        const auto isOfName = [&](QChar c) { return c == u'_' || (c.unicode() < 128 && c.isLetterOrNumber()); };
        const bool isStop = isDigit(peek());
        const QString name = isStop ? takeWhile(isDigit) : takeWhile(isOfName);
        if (name.isEmpty() || name.size() > 6 + (isStop ? 0 : 64)) {
            m_at = start;
            return false;
        }
        const Snippet::Stop before{.number = name.toInt(), .from = m_snippet.text.size(), .length = 0, .choices = {}};
        const qsizetype stopsBefore = m_snippet.stops.size();
        QList<QString> choices;
        if (hasBrace && !parseRest(depth, isStop, choices)) {
            m_at = start;
            m_snippet.text.truncate(before.from);
            m_snippet.stops.resize(stopsBefore);
            return false;
        }
        if (isStop) {
            Snippet::Stop stop = before;
            stop.length = m_snippet.text.size() - stop.from;
            stop.choices = choices;
            m_snippet.stops << stop;
        }
        return true;
    }

    /// Behind the name, up to and with the closing brace. The end of the text closes what is open: to look at it again
    /// as text would take a time that doubles with each level.
    bool parseRest(int depth, bool isStop, QList<QString> &choices)
    {
        if (peek() == u':' && depth < maxNesting) {
            ++m_at;
            parseUntil(u'}', depth + 1);
        } else if (peek() == u'|' && isStop) {
            ++m_at;
            choices = parseChoices();
            m_snippet.text += choices.front();
        } else if (peek() == u'/') { // a transformation: of use with variables only, which are empty
            takeWhile([](QChar c) { return c != u'}'; });
        }
        const bool isClosed = peek() == u'}';
        m_at += isClosed ? 1 : 0;
        return isClosed || m_at == m_source.size();
    }

    QList<QString> parseChoices()
    {
        QList<QString> choices;
        QString one;
        while (m_at < m_source.size() && peek() != u'|') {
            if (peek() == u'\\' && (peek(1) == u',' || peek(1) == u'|' || peek(1) == u'\\')) {
                ++m_at;
                one += peek();
            } else if (peek() == u',') {
                choices << std::exchange(one, {});
            } else {
                one += peek();
            }
            ++m_at;
        }
        choices << one;
        m_at += peek() == u'|' ? 1 : 0;
        return choices;
    }

    const QString &m_source;
    qsizetype m_at = 0;
    Snippet m_snippet;
};

} // namespace

Snippet parseSnippet(const QString &source)
{
    return SnippetParser(source).parse();
}

} // namespace studio::lsp
