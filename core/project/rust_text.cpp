// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/rust_text.h"

#include <algorithm>

namespace studio {

namespace {

class Blanker
{
public:
    explicit Blanker(const QString &source) : m_text(source) {}

    QString blanked()
    {
        while (m_at < m_text.size()) {
            if (starts("//")) {
                blankUntil(lineEnd());
            } else if (starts("/*")) {
                blankBlockComment();
            } else if (!blankLiteral()) {
                ++m_at;
            }
        }
        return m_text;
    }

private:
    [[nodiscard]] bool starts(const char *what) const
    {
        return QStringView(m_text).sliced(m_at).startsWith(QLatin1String(what));
    }
    [[nodiscard]] QChar peek(qsizetype ahead) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : QChar();
    }

    [[nodiscard]] qsizetype lineEnd() const
    {
        const qsizetype end = m_text.indexOf(QLatin1Char('\n'), m_at);
        return end < 0 ? m_text.size() : end;
    }

    void blankUntil(qsizetype end)
    {
        for (end = std::min(end, m_text.size()); m_at < end; ++m_at) {
            if (m_text[m_at] != QLatin1Char('\n')) {
                m_text[m_at] = QLatin1Char(' ');
            }
        }
    }

    void blankBlockComment()
    {
        int depth = 0;
        qsizetype end = m_at;
        do { // block comments nest
            const QStringView rest = QStringView(m_text).sliced(end);
            const bool opens = rest.startsWith(QLatin1String("/*"));
            const bool closes = rest.startsWith(QLatin1String("*/"));
            depth += opens ? 1 : closes ? -1 : 0;
            end += opens || closes ? 2 : 1;
        } while (depth > 0 && end < m_text.size());
        blankUntil(end);
    }

    /// A string or a character, with what may stand before its quote: `b`, `c`, `r`, `br`, `cr` and the hashes.
    bool blankLiteral()
    {
        const bool afterWord =
            m_at > 0 && (m_text[m_at - 1].isLetterOrNumber() || m_text[m_at - 1] == QLatin1Char('_'));
        qsizetype quote = 0;
        if (!afterWord) {
            quote += peek(quote) == QLatin1Char('b') || peek(quote) == QLatin1Char('c') ? 1 : 0;
            if (peek(quote) == QLatin1Char('r') && blankRaw(quote + 1)) {
                return true;
            }
        }
        if (peek(quote) == QLatin1Char('"')) {
            blankQuoted(m_at + quote + 1, QLatin1Char('"'));
            return true;
        }
        return peek(quote) == QLatin1Char('\'') && blankCharacter(quote + 1);
    }

    /// A raw string, whose hashes or quote are `ahead`.
    bool blankRaw(qsizetype ahead)
    {
        qsizetype hashes = 0;
        while (peek(ahead + hashes) == QLatin1Char('#')) {
            ++hashes;
        }
        if (peek(ahead + hashes) != QLatin1Char('"')) {
            return false; // a name, or a raw one: r#handler
        }
        const QString closing = QLatin1Char('"') + QString(hashes, QLatin1Char('#'));
        const qsizetype end = m_text.indexOf(closing, m_at + ahead + hashes + 1);
        blankUntil(end < 0 ? m_text.size() : end + closing.size());
        return true;
    }

    void blankQuoted(qsizetype from, QChar quote)
    {
        while (from < m_text.size() && m_text[from] != quote) {
            from += m_text[from] == QLatin1Char('\\') ? 2 : 1;
        }
        blankUntil(from + 1);
    }

    /// 'x' and '\n' are characters, 'x alone is a lifetime. `ahead` is what follows the quote.
    bool blankCharacter(qsizetype ahead)
    {
        const qsizetype units = peek(ahead).isHighSurrogate() ? 2 : 1;
        if (peek(ahead) != QLatin1Char('\\') && peek(ahead + units) != QLatin1Char('\'')) {
            return false;
        }
        blankQuoted(m_at + ahead, QLatin1Char('\''));
        return true;
    }

    QString m_text;
    qsizetype m_at = 0;
};

} // namespace

QString withoutLiterals(const QString &source)
{
    return Blanker(source).blanked();
}

} // namespace studio
