// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/bru_document.h"

#include <QRegularExpression>

#include <algorithm>

namespace studio::interchange {

namespace {

bool isTextBlock(const QString &name)
{
    static const QStringList names{QStringLiteral("body"), QStringLiteral("docs"), QStringLiteral("tests"),
                                   QStringLiteral("example")};
    static const QStringList fieldBodies{QStringLiteral("body:form-urlencoded"), QStringLiteral("body:multipart-form"),
                                         QStringLiteral("body:file")};
    return names.contains(name) || name.startsWith(QLatin1String("script:")) ||
           (name.startsWith(QLatin1String("body:")) && !fieldBodies.contains(name));
}

class BruParser
{
public:
    explicit BruParser(const QString &text) : m_lines(text.split(u'\n')) {}

    BruDocument parse()
    {
        static const QRegularExpression opening(QStringLiteral("\\A([A-Za-z][\\w:.-]*)[ \\t]*([{\\[])[ \\t]*\\z"));
        while (m_at < m_lines.size()) {
            const QString line = m_lines[m_at++];
            const auto match = opening.match(line);
            if (!match.hasMatch()) {
                noteUnread(line);
                continue;
            }
            BruBlock block{.name = match.captured(1), .entries = {}, .text = {}, .line = static_cast<int>(m_at)};
            if (match.captured(2) == u'[') {
                block.entries = listedEntries(QLatin1String("]"));
            } else if (isTextBlock(block.name)) {
                block.text = textLines();
            } else {
                readEntries(block);
            }
            m_document.blocks.append(std::move(block));
        }
        return std::move(m_document);
    }

private:
    void noteUnread(const QString &line)
    {
        if (!line.trimmed().isEmpty() && !line.startsWith(u'#')) {
            m_document.unread << static_cast<int>(m_at);
        }
    }

    /// Up to a line that is the brace alone; each is indented by two blanks.
    QString textLines()
    {
        QStringList lines;
        while (m_at < m_lines.size()) {
            const QString line = m_lines[m_at++];
            if (line.startsWith(u'}') && line.trimmed() == u'}') {
                break;
            }
            lines << (line.startsWith(QLatin1String("  ")) ? line.sliced(2) : line);
        }
        return lines.join(u'\n');
    }

    void readEntries(BruBlock &block)
    {
        static const QRegularExpression annotation(QStringLiteral("\\A@\\w+\\(.*\\)\\z"));
        while (m_at < m_lines.size()) {
            const QString line = m_lines[m_at++];
            const QString trimmed = line.trimmed();
            if (trimmed == u'}') {
                return;
            }
            if (trimmed.isEmpty() || annotation.match(trimmed).hasMatch()) {
                continue;
            }
            if (const auto entry = entryOf(trimmed)) {
                block.entries.append(*entry);
            } else {
                noteUnread(line);
            }
        }
    }

    /// Names on lines of their own, or with commas between them.
    QList<BruEntry> listedEntries(QLatin1StringView closing)
    {
        QList<BruEntry> entries;
        while (m_at < m_lines.size()) {
            const QString line = m_lines[m_at++].trimmed();
            if (line == closing) {
                break;
            }
            for (const QString &each : line.split(u',', Qt::SkipEmptyParts)) {
                QString name = each.trimmed();
                const bool isDisabled = name.startsWith(u'~');
                name = isDisabled ? name.sliced(1) : name;
                if (!name.isEmpty()) {
                    entries.append({.name = name,
                                    .value = {},
                                    .files = {},
                                    .contentType = {},
                                    .isDisabled = isDisabled,
                                    .isFile = false,
                                    .line = static_cast<int>(m_at)});
                }
            }
        }
        return entries;
    }

    std::optional<BruEntry> entryOf(QString line)
    {
        BruEntry entry;
        entry.line = static_cast<int>(m_at);
        if (line.startsWith(u'~')) {
            entry.isDisabled = true;
            line = line.sliced(1);
        }
        const qsizetype colon = colonOf(line);
        if (colon < 0) {
            return {};
        }
        entry.name = unquoted(line.first(colon).trimmed());
        const QString value = line.sliced(colon + 1).trimmed();
        if (value.startsWith(QLatin1String("'''"))) {
            readLines(value.sliced(3), entry);
        } else if (value == u'[') {
            QStringList values;
            for (const BruEntry &each : listedEntries(QLatin1String("]"))) {
                values << each.name;
            }
            entry.value = values.join(u'\n');
        } else {
            setValue(value, entry);
        }
        return entry;
    }

    /// A name in double quotes may hold colons.
    static qsizetype colonOf(const QString &line)
    {
        if (!line.startsWith(u'"')) {
            return line.indexOf(u':');
        }
        for (qsizetype at = 1; at < line.size(); ++at) {
            if (line[at] == u'\\') {
                ++at;
            } else if (line[at] == u'"') {
                return line.indexOf(u':', at);
            }
        }
        return line.indexOf(u':');
    }

    static QString unquoted(const QString &name)
    {
        if (name.size() < 2 || !name.startsWith(u'"') || !name.endsWith(u'"')) {
            return name;
        }
        QString made = name.sliced(1, name.size() - 2);
        return made.replace(QLatin1String("\\\""), QLatin1String("\""))
            .replace(QLatin1String("\\\\"), QLatin1String("\\"));
    }

    static void setValue(QString value, BruEntry &entry)
    {
        static const QRegularExpression type(QStringLiteral("\\s*@contentType\\((.*)\\)\\z"));
        if (const auto match = type.match(value); match.hasMatch()) {
            entry.contentType = match.captured(1);
            value = value.first(match.capturedStart());
        }
        if (value.startsWith(QLatin1String("@file(")) && value.endsWith(u')')) {
            entry.isFile = true;
            entry.files = value.sliced(6, value.size() - 7).split(u'|', Qt::SkipEmptyParts);
        } else {
            entry.value = value;
        }
    }

    /// What stands between ''', whose lines are indented by four blanks.
    void readLines(const QString &first, BruEntry &entry)
    {
        QStringList lines;
        QString line = first;
        for (bool isFirst = true;; isFirst = false) {
            const qsizetype end = line.indexOf(QLatin1String("'''"));
            const QString content = end < 0 ? line : line.first(end);
            if (!(isFirst && content.isEmpty()) && !(end >= 0 && content.trimmed().isEmpty())) {
                lines << (content.startsWith(QLatin1String("    ")) ? content.sliced(4) : content);
            }
            if (end >= 0 || m_at == m_lines.size()) {
                BruEntry rest;
                setValue(end < 0 ? QString() : line.sliced(end + 3), rest);
                entry.contentType = rest.contentType;
                break;
            }
            line = m_lines[m_at++];
        }
        entry.value = lines.join(u'\n');
    }

    QStringList m_lines;
    qsizetype m_at = 0;
    BruDocument m_document;
};

} // namespace

const BruBlock *BruDocument::find(QStringView name) const
{
    const auto found = std::ranges::find(blocks, name, &BruBlock::name);
    return found == blocks.end() ? nullptr : &*found;
}

QList<BruEntry> BruDocument::entries(QStringView name) const
{
    const BruBlock *const block = find(name);
    return block ? block->entries : QList<BruEntry>();
}

QString BruDocument::text(QStringView name) const
{
    const BruBlock *const block = find(name);
    return block ? block->text : QString();
}

QString BruDocument::value(QStringView block, QStringView entry) const
{
    for (const BruEntry &each : entries(block)) {
        if (each.name == entry) {
            return each.value;
        }
    }
    return {};
}

BruDocument parseBru(const QString &text)
{
    return BruParser(text).parse();
}

} // namespace studio::interchange
