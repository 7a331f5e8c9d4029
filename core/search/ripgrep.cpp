// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/ripgrep.h"

#include "core/base/json.h"

#include <QCoreApplication>

#include <algorithm>

namespace studio {

namespace {

constexpr qint64 maxSearchMemory = 1LL << 30;
constexpr int contextBefore = 80; ///< of a match, in a line that is too long to be shown

/// Of git's own files there are some that are not hidden from git, and .git itself.
QStringList whichFiles(const ProjectQuery &query)
{
    QStringList arguments{QStringLiteral("--no-config"), QStringLiteral("--hidden"), QStringLiteral("--no-require-git"),
                          QStringLiteral("--glob=!.git")};
    const auto add = [&](const QString &globs, const QString &prefix) {
        for (const QString &glob : globs.split(u',', Qt::SkipEmptyParts)) {
            if (!glob.trimmed().isEmpty()) {
                arguments << QStringLiteral("--glob=") + prefix + glob.trimmed();
            }
        }
    };
    add(query.include, {});
    add(query.exclude, QStringLiteral("!"));
    return arguments;
}

QStringList whatToFind(const ProjectQuery &query)
{
    QStringList arguments{QStringLiteral("--json"), QStringLiteral("--line-buffered"), QStringLiteral("--crlf"),
                          query.matchCase ? QStringLiteral("--case-sensitive") : QStringLiteral("--ignore-case")};
    if (query.wholeWord) {
        arguments << QStringLiteral("--word-regexp");
    }
    if (!query.isRegex) {
        arguments << QStringLiteral("--fixed-strings");
    } else if (query.words.contains(QLatin1String("\\n"))) {
        arguments << QStringLiteral("--multiline");
    }
    return arguments << QStringLiteral("--regexp=") + query.words << QStringLiteral("--");
}

ProcessSpec ripgrep(const QString &folder, const QStringList &arguments)
{
    return {.program = QStringLiteral("rg"),
            .arguments = arguments,
            .workingDirectory = folder,
            .memoryBytes = maxSearchMemory};
}

/// A text of ripgrep's, which is in base 64 where it is not UTF-8. Then each byte is a character.
QString textOf(const Json &value, QByteArray *bytes)
{
    if (value.contains("text")) {
        *bytes = QByteArray::fromStdString(value["text"].utf8());
        return QString::fromUtf8(*bytes);
    }
    *bytes = QByteArray::fromBase64(QByteArray::fromStdString(value["bytes"].utf8()));
    return QString::fromLatin1(*bytes);
}

/// Places of bytes in a text, which are asked for in rising order.
class UnitCounter
{
public:
    UnitCounter(const QByteArray &bytes, bool isUtf8) : m_bytes(bytes), m_isUtf8(isUtf8) {}

    qsizetype at(qsizetype byte)
    {
        byte = std::clamp(byte, m_byte, m_bytes.size());
        m_units +=
            m_isUtf8 ? QString::fromUtf8(QByteArrayView(m_bytes).sliced(m_byte, byte - m_byte)).size() : byte - m_byte;
        m_byte = byte;
        return m_units;
    }

private:
    const QByteArray &m_bytes;
    bool m_isUtf8;
    qsizetype m_byte = 0;
    qsizetype m_units = 0;
};

/// Cuts a long line around its match, between characters.
void setShown(LineMatch &match, QStringView line, qsizetype length)
{
    qsizetype from = 0;
    if (line.size() > maxShownLength) {
        from = std::max<qsizetype>(0, std::min<qsizetype>(match.column - contextBefore, line.size() - maxShownLength));
        from += from > 0 && line[from].isLowSurrogate() ? 1 : 0;
    }
    QStringView part = line.sliced(from).first(std::min<qsizetype>(maxShownLength, line.size() - from));
    if (!part.isEmpty() && part.back().isHighSurrogate()) {
        part.chop(1);
    }
    match.shown = (from > 0 ? QStringLiteral("…") : QString()) + part.toString() +
                  (from + part.size() < line.size() ? QStringLiteral("…") : QString());
    match.shownAt = static_cast<int>(match.column - from) + (from > 0 ? 1 : 0);
    match.shownFor =
        static_cast<int>(std::clamp<qsizetype>(match.column + length, from, from + part.size()) - match.column);
}

/// The lines of a text, gone through once: places are asked for in rising order.
class LineWalk
{
public:
    LineWalk(const QString &text, int firstLine) : m_text(text), m_line(firstLine) { findEnd(); }

    void goTo(qsizetype at)
    {
        while (at > m_lineBreak && m_lineBreak < m_text.size()) {
            m_begin = m_lineBreak + 1;
            ++m_line;
            findEnd();
        }
    }
    [[nodiscard]] int line() const { return m_line; }
    [[nodiscard]] qsizetype begin() const { return m_begin; }
    [[nodiscard]] qsizetype end() const { return m_end; } ///< without CR

private:
    void findEnd()
    {
        const qsizetype found = m_text.indexOf(u'\n', m_begin);
        m_lineBreak = found < 0 ? m_text.size() : found;
        m_end = m_lineBreak;
        while (m_end > m_begin && m_text[m_end - 1] == u'\r') {
            --m_end;
        }
    }

    const QString &m_text;
    int m_line;
    qsizetype m_begin = 0;
    qsizetype m_lineBreak = 0;
    qsizetype m_end = 0;
};

/// One of the places that ripgrep found in `text`, which are whole lines.
LineMatch lineMatch(const QString &text, qsizetype from, qsizetype to, LineWalk &lines)
{
    lines.goTo(from);
    const qsizetype begin = lines.begin();
    const qsizetype end = lines.end();
    LineMatch match;
    match.line = lines.line();
    match.column = static_cast<int>(from - begin);
    match.isCut = to - from > maxMatchedLength;
    match.matched = text.sliced(from, std::min<qsizetype>(to - from, maxMatchedLength));
    setShown(match, QStringView(text).sliced(begin, std::max(end, from) - begin), to - from);
    return match;
}

} // namespace

ProcessSpec searchSpec(const QString &folder, const ProjectQuery &query)
{
    return ripgrep(folder, whichFiles(query) + whatToFind(query) + QStringList{QStringLiteral(".")});
}

ProcessSpec searchTextSpec(const QString &text, const ProjectQuery &query)
{
    ProcessSpec spec =
        ripgrep({}, QStringList{QStringLiteral("--no-config")} + whatToFind(query) + QStringList{QStringLiteral("-")});
    spec.standardInput = text.toUtf8();
    return spec;
}

ProcessSpec listFilesSpec(const QString &folder, const ProjectQuery &query)
{
    return ripgrep(folder, QStringList{QStringLiteral("--files"), QStringLiteral("--null")} + whichFiles(query));
}

Result<std::optional<FileMatches>> parseMatches(QByteArrayView line)
{
    const auto parsed = parseJson(line);
    if (!parsed) {
        return std::unexpected(parsed.error());
    }
    const Json &message = *parsed;
    if (message["type"].utf8() != "match") {
        return std::nullopt;
    }
    const Json &data = message["data"];
    QByteArray bytes;
    FileMatches found;
    found.file = textOf(data["path"], &bytes);
    if (found.file.startsWith(QLatin1String("./"))) {
        found.file.remove(0, 2);
    }
    const QString text = textOf(data["lines"], &bytes);
    UnitCounter units(bytes, data["lines"].contains("text"));
    LineWalk lines(text, data["line_number"].number(1));
    for (const Json &place : data["submatches"].elements()) {
        const qsizetype from = units.at(place["start"].integer());
        const qsizetype to = units.at(place["end"].integer());
        if (to > from) {
            found.matches.append(lineMatch(text, from, to, lines));
        }
        if (found.matches.size() >= maxSearchMatches) {
            break;
        }
    }
    return found;
}

QString searchError(const QByteArray &standardError, bool isRegex)
{
    const QString said = QString::fromUtf8(standardError).trimmed();
    if (isRegex && said.contains(QLatin1String("size limit"))) {
        return QCoreApplication::translate("studio::ProjectSearch",
                                           "The expression is too large. Use smaller repetitions.");
    }
    if (isRegex && said.startsWith(QLatin1String("rg: regex parse error"))) {
        const QString why = said.section(QStringLiteral("error: "), -1).section(u'\n', 0, 0);
        return QCoreApplication::translate("studio::ProjectSearch", "Not a regular expression: %1.").arg(why);
    }
    const QString first = said.section(u'\n', 0, 0);
    return first.startsWith(QLatin1String("rg: ")) ? first.sliced(4) : first;
}

} // namespace studio
