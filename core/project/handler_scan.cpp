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

/// The end of an attribute that begins at `open`, its "[": behind the bracket that closes it.
qsizetype attributeEnd(const QString &code, qsizetype open)
{
    int depth = 0;
    for (qsizetype at = open; at < code.size(); ++at) {
        depth += code[at] == QLatin1Char('[') ? 1 : code[at] == QLatin1Char(']') ? -1 : 0;
        if (depth == 0) {
            return at + 1;
        }
    }
    return code.size();
}

/// Attributes of Rust and of common crates that stand on functions and are not the SDK's, whatever it is called.
bool isKnownAttribute(const QString &path)
{
    // untranslated: names
    static const QStringList known =
        QStringLiteral("allow warn deny forbid expect doc inline must_use cfg cold track_caller deprecated no_mangle "
                       "export_name link_section target_feature test bench ignore should_panic instrument unsafe")
            .split(QLatin1Char(' '));
    return known.contains(path);
}

/// How likely an attribute is the SDK's `main`.
enum class Likeness { Other, Imported, Main };

Likeness likeness(const QString &attribute)
{
    static const QRegularExpression path(QStringLiteral(R"(^\s*(?:::\s*)?([\w\s:]*\w))"));
    static const QRegularExpression conditionalMain(QStringLiteral(R"(\bmain\b)"));
    const QString name = path.match(attribute).captured(1);
    const QString last = name.sliced(name.lastIndexOf(QLatin1Char(':')) + 1).trimmed();
    if (last == QLatin1String("cfg_attr")) {
        return conditionalMain.match(attribute).hasMatch() ? Likeness::Main : Likeness::Other;
    }
    if (last == QLatin1String("main")) {
        return Likeness::Main;
    }
    return name.isEmpty() || name.contains(QLatin1Char(':')) || isKnownAttribute(name) ? Likeness::Other
                                                                                       : Likeness::Imported;
}

/// The attributes before one item, and where it begins.
struct AttributeRun
{
    qsizetype end = 0; ///< of the last that could be the SDK's; of any where none could
    Likeness likeness = Likeness::Other;
    qsizetype item = 0;
};

qsizetype skipSpaces(const QString &code, qsizetype at)
{
    while (at < code.size() && code[at].isSpace()) {
        ++at;
    }
    return at;
}

/// Where an attribute's "[" stands whose "#" is at `at`; -1 where there is none.
qsizetype attributeOpens(const QString &code, qsizetype at)
{
    if (at >= code.size() || code[at] != QLatin1Char('#')) {
        return -1;
    }
    at = skipSpaces(code, at + 1);
    return at < code.size() && code[at] == QLatin1Char('[') ? at : -1;
}

AttributeRun attributesAt(const QString &code, qsizetype at)
{
    AttributeRun run{.item = at};
    for (qsizetype open = attributeOpens(code, at); open >= 0; open = attributeOpens(code, run.item)) {
        const qsizetype end = attributeEnd(code, open);
        const Likeness found = likeness(code.sliced(open + 1, std::max<qsizetype>(0, end - open - 2)));
        if (run.end == 0 || found > run.likeness) {
            run.end = end;
            run.likeness = found;
        }
        run.item = skipSpaces(code, end);
    }
    return run;
}

/// The function that begins at `at`: behind what may stand before `fn`, its name.
QRegularExpressionMatch functionAt(const QString &code, qsizetype at)
{
    static const QRegularExpression function(
        QStringLiteral(R"(^(?:pub(?:\s*\([^)]*\))?\s+)?(?:(?:default|const|async|safe|unsafe|extern)\s+)*)"
                       R"(fn\s+(?:r#)?(\w+))"));
    constexpr qsizetype longest = 400; // a match looks at its whole subject
    return function.match(code.sliced(at, std::min(longest, code.size() - at)));
}

} // namespace

QList<int> findHandlers(const QString &source)
{
    const QString code = Blanker(source).blanked();
    QList<int> lines;
    int line = 1;
    qsizetype counted = 0;
    for (qsizetype at = code.indexOf(QLatin1Char('#')); at >= 0; at = code.indexOf(QLatin1Char('#'), at)) {
        const AttributeRun run = attributesAt(code, at);
        if (run.end == 0) {
            ++at;
            continue;
        }
        const auto item = functionAt(code, run.item);
        const bool isHandler = item.captured(1) == QLatin1String("handler");
        // Also the SDK's attribute by its own name on what is called otherwise, which the macro will refuse.
        const bool isMisnamed = run.likeness == Likeness::Main && item.captured(1) != QLatin1String("main");
        if ((isHandler && run.likeness != Likeness::Other) || isMisnamed) {
            const qsizetype place = isHandler ? run.item + item.capturedStart(1) : run.end;
            line += static_cast<int>(QStringView(code).sliced(counted, place - counted).count(QLatin1Char('\n')));
            counted = place;
            lines << line;
        }
        at = run.item;
    }
    return lines;
}

} // namespace studio
