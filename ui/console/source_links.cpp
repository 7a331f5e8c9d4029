// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/source_links.h"

#include <QRegularExpression>
#include <QUrl>

#include <algorithm>
#include <optional>

namespace studio {

namespace {

constexpr qsizetype maxAddress = 2'000;
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

/// "   Compiling serde v1.0.228 (/path)": Cargo writes the word up to the twelfth column.
const QRegularExpression &crateLine()
{
    static const QRegularExpression expression(
        QStringLiteral(R"(^ *[A-Z][a-z]+ ([A-Za-z][\w-]{0,63}) v(\d[\w.+-]{0,40})(?= |$))"));
    return expression;
}

const QRegularExpression &codeLine()
{
    static const QRegularExpression expression(QStringLiteral(R"(^(?:error|warning)\[(E\d{4})\]:)"));
    return expression;
}

/// At most one, at the beginning of the line.
std::optional<SourceLink> headLink(const QString &text)
{
    if (text.startsWith(u'e') || text.startsWith(u'w')) {
        const auto match = codeLine().match(text);
        if (match.hasMatch()) {
            return SourceLink{.kind = SourceLink::Kind::Code,
                              .file = match.captured(1),
                              .version = {},
                              .start = match.capturedStart(1),
                              .length = match.capturedLength(1)};
        }
    } else if (text.startsWith(u' ')) {
        const auto match = crateLine().match(text);
        // A path behind it: no crate of the registry.
        if (match.hasMatch() && !QStringView(text).sliced(match.capturedEnd()).startsWith(u" (/")) {
            return SourceLink{.kind = SourceLink::Kind::Crate,
                              .file = match.captured(1),
                              .version = match.captured(2),
                              .start = match.capturedStart(1),
                              .length = match.capturedLength(1)};
        }
    }
    return std::nullopt;
}

/// Of what rustc says at its end: "For more information about this error, try `rustc --explain E0308`."
QList<SourceLink> explainedCodes(const QString &text)
{
    QList<SourceLink> links;
    if (!text.startsWith(u"For more information about ") && !text.startsWith(u"Some errors have detailed expl")) {
        return links;
    }
    static const QRegularExpression code(QStringLiteral("\\bE\\d{4}\\b"));
    auto matches = code.globalMatch(text.left(searchedCharacters));
    while (matches.hasNext()) {
        const auto match = matches.next();
        links.append({.kind = SourceLink::Kind::Code,
                      .file = match.captured(),
                      .version = {},
                      .start = match.capturedStart(),
                      .length = match.capturedLength()});
    }
    return links;
}

/// Empty where it is none that is opened.
QString addressOf(const QByteArray &written)
{
    if (written.size() > maxAddress) {
        return {};
    }
    const QUrl url = QUrl::fromEncoded(written, QUrl::StrictMode);
    const QString scheme = url.scheme();
    const bool isWeb = scheme == QLatin1String("https") || scheme == QLatin1String("http");
    const bool isFile = scheme == QLatin1String("file") && url.host().isEmpty() && url.isLocalFile();
    const bool isOpened = (isWeb && !url.host().isEmpty()) || isFile;
    return url.isValid() && isOpened && url.userInfo().isEmpty() ? url.toString(QUrl::FullyEncoded) : QString();
}

} // namespace

QList<SourceLink> findLinks(const AnsiLine &line)
{
    QList<SourceLink> links = findSourceLinks(line.text);
    for (const AnsiLink &one : line.links) {
        const QString address = addressOf(one.address);
        if (address.isEmpty()) {
            continue;
        }
        links.removeIf([&](const SourceLink &found) {
            return found.start < one.start + one.length && one.start < found.start + found.length;
        });
        links.append({.kind = SourceLink::Kind::Address,
                      .file = address,
                      .version = {},
                      .start = one.start,
                      .length = one.length});
    }
    std::ranges::sort(links, {}, &SourceLink::start);
    return links;
}

bool mayHaveLinks(QByteArrayView utf8)
{
    return utf8.contains("\x1b]8;") || utf8.contains(':') || utf8.contains("E0") || utf8.contains(" v");
}

QList<SourceLink> findSourceLinks(const QString &text)
{
    if (const auto head = headLink(text)) {
        return {*head};
    }
    if (const QList<SourceLink> codes = explainedCodes(text); !codes.isEmpty()) {
        return codes;
    }
    if (!text.contains(u':')) {
        return {};
    }
    const QString searched = text.size() > searchedCharacters ? text.first(searchedCharacters) : text;
    if (const auto match = arrow().match(searched); match.hasMatch()) {
        return {{.kind = SourceLink::Kind::Place,
                 .file = match.captured(1),
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
                          .version = {},
                          .line = line,
                          .column = match.captured(4).toInt(),
                          .start = match.capturedStart(),
                          .length = match.capturedLength()});
        }
    }
    return links;
}

} // namespace studio
