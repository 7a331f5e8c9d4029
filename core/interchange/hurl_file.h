// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

// A Hurl file as its entries, without what their texts mean (https://hurl.dev/docs/grammar.html).

namespace studio::interchange {

struct HurlLine
{
    QString text; ///< without a comment behind it, still escaped
    int line = 0; ///< from 1

    bool operator==(const HurlLine &) const = default;
};

struct HurlSection
{
    QString name; ///< "Query"; empty for the headers before the first
    QList<HurlLine> lines;

    bool operator==(const HurlSection &) const = default;
};

/// A request or a response.
struct HurlMessage
{
    HurlLine start; ///< "GET http://…", "HTTP 200"; empty where there is none
    QList<HurlSection> sections;
    QString body; ///< as it is written, with its fences
    int bodyLine = 0;

    [[nodiscard]] QList<HurlLine> lines(QStringView section) const;
    [[nodiscard]] bool hasSection(QStringView name) const;

    bool operator==(const HurlMessage &) const = default;
};

struct HurlEntry
{
    QString comment; ///< the first line of what stands right above the request
    HurlMessage request;
    HurlMessage response;

    bool operator==(const HurlEntry &) const = default;
};

struct HurlFile
{
    QList<HurlEntry> entries;
    QList<int> unread; ///< lines that belong nowhere

    bool operator==(const HurlFile &) const = default;
};

/// Reads any text. Any thread; linear.
HurlFile parseHurl(const QString &text);

/// A text without its escapes: "\n", "\u{20}", "\#".
QString hurlUnescaped(const QString &text);

} // namespace studio::interchange
