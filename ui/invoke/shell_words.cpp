// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/shell_words.h"

#include <QObject>

#include <optional>

namespace studio {

namespace {

/// Takes words as a POSIX shell does, and $'…' as bash does. Bytes, for those may be any.
class ShellWords
{
public:
    explicit ShellWords(const QByteArray &text) : m_text(text) {}

    Result<QByteArrayList> read()
    {
        while (m_at < m_text.size()) {
            if (!take()) {
                return fail(ErrorCode::InvalidArgument, QObject::tr("A quote in the curl command has no end."));
            }
        }
        endWord();
        return m_words;
    }

private:
    [[nodiscard]] char next(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
    }
    void append(char c)
    {
        m_word = m_word.value_or(QByteArray()) + c;
        ++m_at;
    }
    void endWord()
    {
        if (m_word) {
            m_words << *m_word;
        }
        m_word.reset();
    }

    bool take()
    {
        const char c = next();
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            endWord();
            ++m_at;
        } else if (c == '\'') {
            return takeLiteral();
        } else if (c == '"') {
            return takeQuoted();
        } else if (c == '$' && next(1) == '\'') {
            return takeAnsi();
        } else if (c == '\\' && (next(1) == '\n' || next(1) == '\r')) { // the line goes on
            m_at += next(1) == '\r' && next(2) == '\n' ? 3 : 2;
        } else {
            m_at += c == '\\' && m_at + 1 < m_text.size() ? 1 : 0;
            append(next());
        }
        return true;
    }

    bool takeLiteral()
    {
        const qsizetype end = m_text.indexOf('\'', m_at + 1);
        if (end < 0) {
            return false;
        }
        m_word = m_word.value_or(QByteArray()) + m_text.sliced(m_at + 1, end - m_at - 1);
        m_at = end + 1;
        return true;
    }

    bool takeQuoted()
    {
        m_word = m_word.value_or(QByteArray());
        for (++m_at; m_at < m_text.size() && next() != '"';) {
            if (next() == '\\' && QByteArrayView("\"\\$`\n").contains(next(1)) && next(1) != '\0') {
                ++m_at;
                next() == '\n' ? void(++m_at) : append(next());
            } else {
                append(next());
            }
        }
        return m_at++ < m_text.size();
    }

    bool takeAnsi()
    {
        m_word = m_word.value_or(QByteArray());
        for (m_at += 2; m_at < m_text.size() && next() != '\'';) {
            if (next() == '\\') {
                ++m_at;
                takeEscape();
            } else {
                append(next());
            }
        }
        return m_at++ < m_text.size();
    }

    void takeEscape()
    {
        static constexpr QByteArrayView names("abefnrtv");
        static constexpr QByteArrayView values("\a\b\x1b\f\n\r\t\v");
        const char c = next();
        if (c >= '0' && c <= '7') {
            takeNumber(8, 3);
        } else if (c == 'x' || c == 'u' || c == 'U') {
            ++m_at;
            takeNumber(16, c == 'x' ? 2 : c == 'u' ? 4 : 8, c != 'x');
        } else if (const qsizetype at = names.indexOf(c); at >= 0 && c != '\0') {
            append(values[at]);
        } else if (c != '\0') {
            append(c);
        }
    }

    void takeNumber(int base, int most, bool isCharacter = false)
    {
        qsizetype end = m_at;
        while (end < m_text.size() && end < m_at + most &&
               (base == 8 ? m_text[end] >= '0' && m_text[end] <= '7'
                          : isxdigit(static_cast<unsigned char>(m_text[end])) != 0)) {
            ++end;
        }
        const uint value = m_text.sliced(m_at, end - m_at).toUInt(nullptr, base);
        *m_word += isCharacter ? QString::fromUcs4(reinterpret_cast<const char32_t *>(&value), 1).toUtf8()
                               : QByteArray(1, static_cast<char>(value));
        m_at = end;
    }

    QByteArray m_text;
    qsizetype m_at = 0;
    std::optional<QByteArray> m_word; ///< that is being read; it may be empty
    QByteArrayList m_words;
};

} // namespace

Result<QByteArrayList> readShellWords(const QByteArray &command)
{
    return ShellWords(command).read();
}

} // namespace studio
