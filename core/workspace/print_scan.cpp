// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/print_scan.h"

#include "core/project/rust_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>
#include <utility>

namespace studio {

namespace {

constexpr qsizetype maxPrints = 100; ///< of a file

bool isNameStart(QChar c)
{
    return c.isLetter() || c == u'_';
}

bool isNamePart(QChar c)
{
    return c.isLetterOrNumber() || c == u'_';
}

/// Finds the macros in Rust source, token by token.
class PrintScan
{
    Q_DECLARE_TR_FUNCTIONS(DiagnosticPrints)

public:
    PrintScan(const QString &file, const QString &text) : m_file(file), m_text(text), m_code(withoutLiterals(text)) {}

    QList<Diagnostic> scan()
    {
        while (m_at < m_code.size() && m_found.size() < maxPrints) {
            step();
        }
        return m_found;
    }

private:
    void step()
    {
        const QChar c = m_code[m_at];
        if (isNameStart(c)) {
            readName();
        } else if (c.isDigit()) {
            readWord(); // 1e5, 0b1
        } else if (c == u'#' && startsAttribute()) {
            readAttribute();
        } else {
            readSign(c);
        }
    }

    [[nodiscard]] bool startsAttribute() const
    {
        const QStringView rest = QStringView(m_code).sliced(m_at);
        return rest.startsWith(u"#[") || rest.startsWith(u"#![");
    }

    QStringView readWord()
    {
        const qsizetype start = m_at;
        while (m_at < m_code.size() && isNamePart(m_code[m_at])) {
            ++m_at;
        }
        return QStringView(m_code).sliced(start, m_at - start);
    }

    void readName()
    {
        const qsizetype start = m_at;
        const QStringView name = readWord();
        const bool isPrint = name == u"println" || name == u"print";
        if ((!isPrint && name != u"dbg") || m_testDepth >= 0) {
            return;
        }
        qsizetype at = m_at;
        while (at < m_code.size() && m_code[at].isSpace()) {
            ++at;
        }
        if (at + 1 >= m_code.size() || m_code[at] != u'!' || m_code[at + 1] == u'=' || isOfAnotherCrate(start)) {
            return;
        }
        isPrint ? addPrint(start, name.toString()) : addDebug(start, at + 1);
    }

    /// `mine::println!`, `macro_rules! println` has no sign behind it.
    [[nodiscard]] bool isOfAnotherCrate(qsizetype start) const
    {
        const QStringView before = QStringView(m_code).first(start);
        return before.endsWith(u"::") && !before.endsWith(u"std::");
    }

    void readAttribute()
    {
        const qsizetype start = m_at;
        int depth = 0;
        for (; m_at < m_code.size(); ++m_at) {
            depth += m_code[m_at] == u'[' ? 1 : m_code[m_at] == u']' ? -1 : 0;
            if (m_code[m_at] == u']' && depth == 0) {
                break;
            }
        }
        m_at = std::min(m_at + 1, m_code.size());
        const QString words = m_code.sliced(start, m_at - start).simplified().remove(u' ');
        m_isTest = m_isTest || words == u"#[test]" || words.endsWith(u"::test]") || words.contains(u"::test(") ||
                   words == u"#[cfg(test)]" || words.startsWith(u"#[cfg(all(test,");
    }

    void readSign(QChar c)
    {
        if (c == u'{') {
            if (std::exchange(m_isTest, false) && m_testDepth < 0) {
                m_testDepth = m_depth;
            }
            ++m_depth;
        } else if (c == u'}') {
            --m_depth;
            if (m_depth <= m_testDepth) {
                m_testDepth = -1;
            }
        } else if (c == u';') {
            m_isTest = false; // of an item without a body
        }
        ++m_at;
    }

    void addPrint(qsizetype at, const QString &name)
    {
        Diagnostic &found = add(at, name.size() + 1,
                                tr("`%1!` writes to standard output, which the platform does not keep: the log of a "
                                   "call has what is written to standard error.")
                                    .arg(name));
        found.code = diagnosticCode::standardOutput;
        found.help = tr("write `e%1!` instead").arg(name);
        if (const auto line = lineOf(at)) {
            found.suggestions << DiagnosticSuggestion{
                .message = found.help, .isCertain = true, .edits = {edit(at, 0, QStringLiteral("e"), *line)}};
        }
    }

    void addDebug(qsizetype at, qsizetype open)
    {
        Diagnostic &found =
            add(at, open - at, tr("`dbg!` is for debugging: it writes the value to the log of every call."));
        found.code = diagnosticCode::debugOutput;
        const auto line = lineOf(at);
        const qsizetype close = line && m_code[open] == u'(' ? closeOf(open) : -1;
        const QString argument = close < 0 ? QString() : m_text.sliced(open + 1, close - open - 1);
        if (argument.trimmed().isEmpty() || argument.contains(u'\n')) {
            return;
        }
        static constexpr QStringView plain = u"_.&*";
        const bool isPlain = std::ranges::all_of(argument, [](QChar c) { return isNamePart(c) || plain.contains(c); });
        DiagnosticSuggestion suggestion{.message = tr("keep the value alone"), .edits = {}};
        suggestion.edits << edit(at, open - at + (isPlain ? 1 : 0), {}, *line);
        if (isPlain) {
            suggestion.edits << edit(close, 1, {}, *line);
        }
        found.suggestions << suggestion;
        found.help = suggestion.message;
    }

    /// The end of a parenthesis around one expression; -1 for none.
    [[nodiscard]] qsizetype closeOf(qsizetype open) const
    {
        int depth = 0;
        for (qsizetype at = open; at < m_code.size(); ++at) {
            const QChar c = m_code[at];
            depth += QStringView(u"([{").contains(c) ? 1 : QStringView(u")]}").contains(c) ? -1 : 0;
            if (depth == 0 || (depth == 1 && c == u',')) {
                return c == u')' ? at : -1;
            }
        }
        return -1;
    }

    struct Place
    {
        int line;
        int column;
    };

    /// Places are asked for nearly in their order.
    [[nodiscard]] Place placeOf(qsizetype at)
    {
        if (at < m_placeAt) { // in the same line still
            m_placeAt = m_lineStart;
            m_column = 1;
        }
        for (; m_placeAt < at; ++m_placeAt) {
            const QChar c = m_text[m_placeAt];
            if (c == u'\n') {
                ++m_line;
                m_column = 1;
                m_lineStart = m_placeAt + 1;
            } else if (!c.isLowSurrogate() || m_placeAt == m_lineStart || !m_text[m_placeAt - 1].isHighSurrogate()) {
                ++m_column;
            }
        }
        return {m_line, m_column};
    }

    /// The line that a place is in, which all edits there share; nothing where it is too long for an edit.
    [[nodiscard]] std::optional<QString> lineOf(qsizetype at)
    {
        (void)placeOf(at);
        if (m_knownLine != m_line) {
            m_knownLine = m_line;
            const qsizetype end = m_text.indexOf(u'\n', m_lineStart);
            QStringView line = QStringView(m_text).sliced(m_lineStart, (end < 0 ? m_text.size() : end) - m_lineStart);
            if (line.endsWith(u'\r')) {
                line.chop(1);
            }
            m_lineText = line.size() < maxEditCharacters ? std::optional(line.toString()) : std::nullopt;
        }
        return m_lineText;
    }

    Diagnostic &add(qsizetype at, qsizetype length, const QString &message)
    {
        const Place place = placeOf(at);
        m_found << Diagnostic{.severity = Severity::Note,
                              .message = message,
                              .file = m_file,
                              .line = place.line,
                              .column = place.column,
                              .endLine = place.line,
                              .endColumn = place.column + static_cast<int>(length),
                              .help = {}};
        return m_found.back();
    }

    DiagnosticEdit edit(qsizetype at, qsizetype length, const QString &text, const QString &line)
    {
        const Place place = placeOf(at);
        return {.file = m_file,
                .line = place.line,
                .column = place.column,
                .endLine = place.line,
                .endColumn = place.column + static_cast<int>(length),
                .text = text,
                .sourceLines = line};
    }

    const QString &m_file;
    const QString &m_text;
    const QString m_code; ///< m_text without comments and literals, place by place
    QList<Diagnostic> m_found;
    qsizetype m_at = 0;
    int m_depth = 0;
    int m_testDepth = -1;    ///< of the braces around code of tests; -1 for none
    bool m_isTest = false;   ///< the item that comes is of tests
    qsizetype m_placeAt = 0; ///< where the next two are told of
    int m_line = 1;
    int m_column = 1;
    qsizetype m_lineStart = 0;
    int m_knownLine = 0; ///< which the next is of
    std::optional<QString> m_lineText;
};

} // namespace

QList<Diagnostic> printProblems(const QString &file, const QString &text)
{
    return text.size() > maxPrintText ? QList<Diagnostic>() : PrintScan(file, text).scan();
}

} // namespace studio
