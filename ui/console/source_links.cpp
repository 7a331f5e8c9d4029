// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/source_links.h"

#include <QRegularExpression>

namespace studio {

namespace {

constexpr qsizetype searchedCharacters = 2'048; // a longer line is data, not a message

const QRegularExpression &arrow()
{
    static const QRegularExpression expression(QStringLiteral(R"(^\s*(?:-->|:::)\s(.+?):(\d{1,9}):(\d{1,9})\s*$)"));
    return expression;
}

/// A word with a suffix of a letter or more, then the numbers. `(?<![:/\w.-])` keeps it from beginning inside a URL.
const QRegularExpression &plain()
{
    static const QRegularExpression expression(QStringLiteral(
        R"((?<![\w:/.\-@~+])((?:[\w.\-@~+]*/)*[\w.\-@~+]*\.([A-Za-z][A-Za-z0-9]{0,9})):(\d{1,9})(?!\d)(?::(\d{1,9})(?!\d))?)"));
    return expression;
}

/// `example.com:443` has the shape of a link: without a folder only suffixes of what is edited here count.
bool isSource(const QString &file, const QString &suffix)
{
    static const QStringList known{
        QStringLiteral("rs"),   QStringLiteral("toml"), QStringLiteral("json"), QStringLiteral("md"),
        QStringLiteral("lock"), QStringLiteral("wit"),  QStringLiteral("txt"),  QStringLiteral("yaml"),
        QStringLiteral("yml"),  QStringLiteral("html"), QStringLiteral("sql"),  QStringLiteral("c"),
        QStringLiteral("h"),    QStringLiteral("cpp"),  QStringLiteral("py"),   QStringLiteral("js"),
        QStringLiteral("ts"),
    };
    return file.contains(u'/') || known.contains(suffix);
}

} // namespace

QList<SourceLink> findSourceLinks(const QString &text)
{
    if (!text.contains(u':')) {
        return {};
    }
    const QString searched = text.size() > searchedCharacters ? text.first(searchedCharacters) : text;
    if (const auto match = arrow().match(searched); match.hasMatch()) {
        return {{.file = match.captured(1),
                 .line = match.captured(2).toInt(),
                 .column = match.captured(3).toInt(),
                 .start = match.capturedStart(1),
                 .length = match.capturedEnd(3) - match.capturedStart(1)}};
    }
    QList<SourceLink> links;
    auto matches = plain().globalMatch(searched);
    while (matches.hasNext()) {
        const auto match = matches.next();
        const int line = match.captured(3).toInt();
        if (line > 0 && isSource(match.captured(1), match.captured(2))) {
            links.append({.file = match.captured(1),
                          .line = line,
                          .column = match.captured(4).toInt(),
                          .start = match.capturedStart(),
                          .length = match.capturedLength()});
        }
    }
    return links;
}

} // namespace studio
