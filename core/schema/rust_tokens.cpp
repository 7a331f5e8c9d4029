// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/rust_tokens.h"

#include <algorithm>
#include <utility>

namespace studio {

namespace {

class RustLexer
{
public:
    explicit RustLexer(QStringView source) : m_source(source) {}

    QList<RustToken> run()
    {
        while (m_at < m_source.size()) {
            step();
        }
        return std::move(m_tokens);
    }

private:
    using Kind = RustToken::Kind;

    [[nodiscard]] QChar peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_source.size() ? m_source[m_at + ahead] : QChar();
    }
    [[nodiscard]] bool startsWith(QStringView what) const { return m_source.sliced(m_at).startsWith(what); }
    static bool isPart(QChar c) { return c.isLetterOrNumber() || c == u'_'; }

    void add(Kind kind, const QString &text) { m_tokens.append({.kind = kind, .text = text, .line = m_line}); }

    /// The characters up to `end`, whose lines are counted.
    QStringView take(qsizetype end)
    {
        const QStringView taken = m_source.sliced(m_at, std::min(end, m_source.size()) - m_at);
        m_line += static_cast<int>(taken.count(u'\n'));
        m_at += taken.size();
        return taken;
    }

    void step()
    {
        const QChar c = peek();
        if (c.isSpace()) {
            (void)take(m_at + 1);
        } else if (startsWith(u"//")) {
            readLineComment();
        } else if (startsWith(u"/*")) {
            readBlockComment();
        } else if (c == u'"') {
            readString(0);
        } else if (const qsizetype prefix = stringPrefix(); prefix > 0) {
            readString(prefix);
        } else if (c == u'\'') {
            readQuote();
        } else if (c.isDigit()) {
            readNumber();
        } else if (c.isLetter() || c == u'_') {
            readName();
        } else {
            const bool isPair = startsWith(u"::") || startsWith(u"->") || startsWith(u"=>");
            add(Kind::Sign, m_source.sliced(m_at, isPair ? 2 : 1).toString());
            m_at += isPair ? 2 : 1;
        }
    }

    void readLineComment()
    {
        const qsizetype end = m_source.indexOf(u'\n', m_at);
        const QStringView line = m_source.sliced(m_at, (end < 0 ? m_source.size() : end) - m_at);
        if (line.startsWith(u"///") && !line.startsWith(u"////")) {
            add(Kind::Doc, line.sliced(3).trimmed().toString());
        }
        (void)take(m_at + line.size());
    }

    void readBlockComment()
    {
        int depth = 0;
        qsizetype at = m_at;
        do {
            const QStringView two = m_source.sliced(at, std::min<qsizetype>(2, m_source.size() - at));
            depth += two == u"/*" ? 1 : two == u"*/" ? -1 : 0;
            at += two == u"/*" || two == u"*/" ? 2 : 1;
        } while (depth > 0 && at < m_source.size());
        (void)take(at);
    }

    /// The letters before the quote or number signs of a string, with them: b, c, r, br, cr and r#.
    [[nodiscard]] qsizetype stringPrefix() const
    {
        qsizetype at = peek() == u'b' || peek() == u'c' ? 1 : 0;
        const bool isRaw = peek(at) == u'r';
        at += isRaw ? 1 : 0;
        while (isRaw && peek(at) == u'#') {
            ++at;
        }
        return at > 0 && peek(at) == u'"' ? at : 0;
    }

    void readString(qsizetype prefix)
    {
        const QStringView letters = m_source.sliced(m_at, prefix);
        const bool isRaw = letters.contains(u'r');
        const QString end = u'"' + QString(letters.count(u'#'), u'#');
        qsizetype at = m_at + prefix + 1;
        QString value;
        while (at < m_source.size() && !m_source.sliced(at).startsWith(end)) {
            if (!isRaw && m_source[at] == u'\\' && at + 1 < m_source.size()) {
                ++at; // what is renamed to has seldom more than a quote to escape
            }
            value += m_source[at++];
        }
        add(letters.startsWith(u'b') ? Kind::Literal : Kind::Text, value);
        (void)take(at + end.size());
    }

    /// A lifetime, or a character.
    void readQuote()
    {
        qsizetype at = m_at + 1;
        while (at < m_source.size() && isPart(m_source[at])) {
            ++at;
        }
        const bool isLifetime = at > m_at + 1 && (at >= m_source.size() || m_source[at] != u'\'');
        if (isLifetime) {
            add(Kind::Lifetime, take(at).toString());
            return;
        }
        at = m_at + 1;
        while (at < m_source.size() && m_source[at] != u'\'' && m_source[at] != u'\n') {
            at += m_source[at] == u'\\' ? 2 : 1;
        }
        add(Kind::Literal, QString());
        (void)take(at + 1);
    }

    void readNumber()
    {
        qsizetype at = m_at;
        while (at < m_source.size() && (isPart(m_source[at]) || (m_source[at] == u'.' && at + 1 < m_source.size() &&
                                                                 m_source[at + 1].isDigit()))) {
            ++at;
        }
        const QString digits = take(at).toString();
        add(Kind::Literal, digits);
    }

    void readName()
    {
        if (startsWith(u"r#")) {
            m_at += 2;
        }
        qsizetype at = m_at;
        while (at < m_source.size() && isPart(m_source[at])) {
            ++at;
        }
        add(Kind::Name, take(std::max(at, m_at + 1)).toString());
    }

    QStringView m_source;
    qsizetype m_at = 0;
    int m_line = 1;
    QList<RustToken> m_tokens;
};

} // namespace

QList<RustToken> rustTokens(QStringView source)
{
    return RustLexer(source).run();
}

} // namespace studio
