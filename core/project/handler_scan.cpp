// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/project.h"

#include <QRegularExpression>

namespace studio {

namespace {

/// Walks over Rust source, passing comments, strings and characters, and gives the rest with its places kept: what is
/// passed becomes spaces.
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
            } else if (!blankString()) {
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

    bool blankString()
    {
        const QChar here = m_text[m_at];
        const bool afterWord =
            m_at > 0 && (m_text[m_at - 1].isLetterOrNumber() || m_text[m_at - 1] == QLatin1Char('_'));
        if (here == QLatin1Char('r') && !afterWord) {
            qsizetype hashes = 0;
            while (peek(1 + hashes) == QLatin1Char('#')) {
                ++hashes;
            }
            if (peek(1 + hashes) == QLatin1Char('"')) {
                const QString closing = QLatin1Char('"') + QString(hashes, QLatin1Char('#'));
                const qsizetype end = m_text.indexOf(closing, m_at + 2 + hashes);
                blankUntil(end < 0 ? m_text.size() : end + closing.size());
                return true;
            }
            return false;
        }
        if (here == QLatin1Char('"')) {
            qsizetype end = m_at + 1;
            while (end < m_text.size() && m_text[end] != QLatin1Char('"')) {
                end += m_text[end] == QLatin1Char('\\') ? 2 : 1;
            }
            blankUntil(end + 1);
            return true;
        }
        // 'x' and '\n' are characters, 'x alone is a lifetime.
        if (here == QLatin1Char('\'') && (peek(1) == QLatin1Char('\\') || peek(2) == QLatin1Char('\''))) {
            const qsizetype from = m_at + (peek(1) == QLatin1Char('\\') ? 3 : 2);
            const qsizetype end = m_text.indexOf(QLatin1Char('\''), from);
            blankUntil(end < 0 ? lineEnd() : end + 1);
            return true;
        }
        return false;
    }

    QString m_text;
    qsizetype m_at = 0;
};

} // namespace

QList<int> findHandlers(const QString &source)
{
    static const QRegularExpression attribute(
        QStringLiteral(R"(#\s*\[\s*(?:::\s*)?[A-Za-z_][A-Za-z0-9_]*\s*::\s*main\s*[\](])"));
    static const QRegularExpression function(QStringLiteral(R"(\bfn\s+handler\b)"));
    const QString code = Blanker(source).blanked();
    QList<int> lines;
    auto matches = attribute.globalMatch(code);
    while (matches.hasNext()) {
        const qsizetype at = matches.next().capturedEnd();
        const auto found = function.match(code, at);
        // Between the attribute and its function stand other attributes at most, so no braces.
        const bool near =
            found.hasMatch() && !QStringView(code).sliced(at, found.capturedStart() - at).contains(QLatin1Char('{'));
        lines << static_cast<int>(code.first(near ? found.capturedStart() : at).count(QLatin1Char('\n'))) + 1;
    }
    return lines;
}

} // namespace studio
