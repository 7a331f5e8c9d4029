// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/hurl_file.h"

#include <QRegularExpression>

#include <algorithm>

namespace studio::interchange {

namespace {

/// Where a comment begins: a "#" that is not escaped and in no quotes.
qsizetype commentStart(const QString &line)
{
    QChar quote;
    for (qsizetype at = 0; at < line.size(); ++at) {
        const QChar c = line[at];
        if (c == u'\\') {
            ++at;
        } else if (!quote.isNull()) {
            quote = c == quote ? QChar() : quote;
        } else if (c == u'"' || c == u'`' || (c == u'/' && at > 0 && line[at - 1] == u' ')) {
            quote = line.indexOf(c, at + 1) < 0 ? QChar() : c;
        } else if (c == u'#') {
            return at;
        }
    }
    return line.size();
}

class HurlParser
{
public:
    explicit HurlParser(const QString &text) : m_lines(text.split(u'\n')) {}

    HurlFile parse()
    {
        static const QRegularExpression request(QStringLiteral("\\A[A-Z]+[ \\t]+\\S"));
        static const QRegularExpression response(QStringLiteral("\\AHTTP(?:/[0-9.]+)?[ \\t]+(?:[0-9]+|\\*)"));
        for (; m_at < m_lines.size(); ++m_at) {
            const QString line = m_lines[m_at].trimmed();
            if (line.isEmpty() || line.startsWith(u'#')) {
                noteComment(line);
            } else if (!m_file.entries.isEmpty() && m_file.entries.last().response.start.text.isEmpty() &&
                       response.match(line).hasMatch()) {
                begin(m_file.entries.last().response);
            } else if (request.match(line).hasMatch() && !line.startsWith(QLatin1String("HTTP"))) {
                m_file.entries.append(HurlEntry{.comment = m_comment, .request = {}, .response = {}});
                begin(m_file.entries.last().request);
            } else if (!m_message || !readPart(line)) {
                m_file.unread << lineNumber();
            }
        }
        return std::move(m_file);
    }

private:
    [[nodiscard]] int lineNumber() const { return static_cast<int>(m_at) + 1; }

    /// Of several lines above a request the first counts.
    void noteComment(const QString &line)
    {
        m_comment = line.isEmpty() ? QString() : m_comment.isEmpty() ? line.sliced(1).trimmed() : m_comment;
    }

    [[nodiscard]] HurlLine lineHere() const
    {
        const QString line = m_lines[m_at].trimmed();
        return {line.first(commentStart(line)).trimmed(), lineNumber()};
    }

    void begin(HurlMessage &message)
    {
        m_message = &message;
        m_message->start = lineHere();
        m_message->sections.append(HurlSection());
        m_comment.clear();
    }

    /// A header, a section, a line of one, or a body.
    bool readPart(const QString &line)
    {
        static const QRegularExpression section(QStringLiteral("\\A\\[([A-Za-z]+)\\][ \\t]*(?:#.*)?\\z"));
        if (const auto match = section.match(line); match.hasMatch()) {
            m_message->sections.append({.name = match.captured(1), .lines = {}});
            return true;
        }
        if (isBody(line)) {
            readBody(line);
            return true;
        }
        m_message->sections.last().lines.append(lineHere());
        addFencedLines(line);
        return true;
    }

    /// A value between fences in an assert goes over several lines.
    void addFencedLines(const QString &line)
    {
        if (!line.contains(QLatin1String("```")) || line.count(QLatin1String("```")) > 1) {
            return;
        }
        QStringList lines{m_message->sections.last().lines.last().text};
        while (m_at + 1 < m_lines.size()) {
            lines << m_lines[++m_at];
            if (lines.last().contains(QLatin1String("```"))) {
                break;
            }
        }
        m_message->sections.last().lines.last().text = lines.join(u'\n');
    }

    /// Lines of a section begin with a name or a query; JSON, XML, fences and the rest do not.
    [[nodiscard]] bool isBody(const QString &line) const
    {
        static const QRegularExpression literal(
            QStringLiteral("\\A(?:(?:true|false|null|-?[0-9][0-9.eE+-]*)[ \\t]*\\z|(?:file|hex|base64),.*;)"));
        const bool isTemplateKey = line.startsWith(QLatin1String("{{")) && line.contains(QLatin1String("}}:"));
        return (QStringLiteral("{[\"<`").contains(line.front()) && !isTemplateKey) || literal.match(line).hasMatch();
    }

    void readBody(const QString &first)
    {
        m_message->bodyLine = lineNumber();
        QStringList lines{m_lines[m_at]};
        if (first.startsWith(QLatin1String("```"))) {
            while (m_at + 1 < m_lines.size() && !(lines.size() > 1 && lines.last().contains(QLatin1String("```")))) {
                lines << m_lines[++m_at];
            }
        } else if (first.startsWith(u'{') || first.startsWith(u'[')) {
            readJson(lines);
        } else if (first.startsWith(u'<')) {
            readXml(lines);
        }
        m_message->body = lines.join(u'\n').trimmed();
    }

    /// Until as many brackets are closed as were opened, those in strings aside.
    void readJson(QStringList &lines)
    {
        int depth = 0;
        bool isInside = false;
        for (;;) {
            const QString &line = lines.last();
            for (qsizetype at = 0; at < line.size(); ++at) {
                const QChar c = line[at];
                if (c == u'\\' && isInside) {
                    ++at;
                } else if (c == u'"') {
                    isInside = !isInside;
                } else if (!isInside && (c == u'{' || c == u'[')) {
                    ++depth;
                } else if (!isInside && (c == u'}' || c == u']')) {
                    --depth;
                }
            }
            if (depth <= 0 || m_at + 1 == m_lines.size()) {
                return;
            }
            lines << m_lines[++m_at];
        }
    }

    /// Until the response or the next request: elements may stand on lines of their own.
    void readXml(QStringList &lines)
    {
        static const QRegularExpression next(QStringLiteral("\\A(?:HTTP(?:/[0-9.]+)?|[A-Z]+)[ \\t]+\\S"));
        while (m_at + 1 < m_lines.size() && !next.match(m_lines[m_at + 1]).hasMatch() &&
               !m_lines[m_at + 1].startsWith(u'#')) {
            lines << m_lines[++m_at];
        }
    }

    QStringList m_lines;
    qsizetype m_at = 0;
    HurlFile m_file;
    HurlMessage *m_message = nullptr; ///< the last of the last entry
    QString m_comment;
};

} // namespace

QList<HurlLine> HurlMessage::lines(QStringView section) const
{
    QList<HurlLine> all;
    for (const HurlSection &each : sections) {
        if (each.name == section) {
            all += each.lines;
        }
    }
    return all;
}

bool HurlMessage::hasSection(QStringView name) const
{
    return std::ranges::contains(sections, name, &HurlSection::name);
}

HurlFile parseHurl(const QString &text)
{
    return HurlParser(text).parse();
}

QString hurlUnescaped(const QString &text)
{
    static const QRegularExpression code(QStringLiteral("\\Gu\\{([0-9A-Fa-f]{1,6})\\}"));
    QString made;
    for (qsizetype at = 0; at < text.size(); ++at) {
        if (text[at] != u'\\' || at + 1 == text.size()) {
            made += text[at];
            continue;
        }
        const QChar c = text[++at];
        if (const auto match = code.match(text, at); match.hasMatch()) {
            const uint number = match.captured(1).toUInt(nullptr, 16);
            const char32_t one = number <= 0x10ffff && (number < 0xd800 || number > 0xdfff) ? number : 0xfffd;
            made += QString::fromUcs4(&one, 1);
            at = match.capturedEnd() - 1;
        } else {
            made += c == u'n'   ? u'\n'
                    : c == u'r' ? u'\r'
                    : c == u't' ? u'\t'
                    : c == u'b' ? u'\b'
                    : c == u'f' ? u'\f'
                                : c;
        }
    }
    return made;
}

} // namespace studio::interchange
