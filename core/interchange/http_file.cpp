// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/http_file.h"

#include "core/interchange/import_values.h"

#include <QObject>
#include <QRegularExpression>

#include <algorithm>

namespace studio::interchange {

namespace {

using collection::Body;
using collection::SavedRequest;

const QRegularExpression &requestLine()
{
    static const QRegularExpression line(QStringLiteral(
        "\\A(?:(GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|CONNECT|TRACE|LOCK|UNLOCK|PROPFIND|PROPPATCH|COPY|MOVE|MKCOL|"
        "MKCALENDAR|ACL|SEARCH|GRAPHQL|WEBSOCKET|GRPC)[ \\t]+)?(\\S.*?)(?:[ \\t]+HTTP/[0-9.]+)?[ \\t]*\\z"));
    return line;
}

/// The lines of one request, from a line of ### to the next.
class HttpRequestReader
{
public:
    HttpRequestReader(const SourceFile &file, QStringList lines, int firstLine, collection::Folder &folder,
                      ImportBuilder &builder)
        : m_file(file), m_lines(std::move(lines)), m_firstLine(firstLine), m_folder(folder), m_builder(builder)
    {
    }

    std::optional<SavedRequest> read(const QString &title)
    {
        m_request.name = title;
        readHead();
        if (m_request.url.isEmpty()) {
            return {};
        }
        readHeaders();
        readBody();
        useAuthorization();
        addQueryParameters(m_request);
        if (m_request.name.isEmpty()) {
            m_request.name = nameOfRequest(m_request);
        }
        return std::move(m_request);
    }

    [[nodiscard]] const QString &id() const { return m_id; } ///< of "# @name", by which others refer to its answer

private:
    [[nodiscard]] bool atEnd() const { return m_at >= m_lines.size(); }
    void warn(const QString &message) { m_builder.warn(m_file.path, m_firstLine + static_cast<int>(m_at), message); }

    /// Comments, variables and scripts before the request line, then that line.
    void readHead()
    {
        while (!atEnd()) {
            const QString line = m_lines[m_at++].trimmed();
            if (line.isEmpty() || readComment(line) || readVariable(line) || readScript(line)) {
                continue;
            }
            const auto match = requestLine().match(line);
            m_request.method = match.captured(1).isEmpty() ? QStringLiteral("GET") : match.captured(1);
            m_request.url = match.captured(2);
            if (m_request.method == QLatin1String("WEBSOCKET") || m_request.method == QLatin1String("GRPC")) {
                warn(QObject::tr("it is not a request over HTTP"));
                m_request.url.clear();
            }
            readUrlRest();
            return;
        }
    }

    /// A long URL goes on in lines that are indented.
    void readUrlRest()
    {
        static const QRegularExpression version(QStringLiteral("[ \\t]+HTTP/[0-9.]+\\z"));
        while (!atEnd() && !m_lines[m_at].trimmed().isEmpty() && m_lines[m_at].front().isSpace()) {
            const QString rest = m_lines[m_at].trimmed();
            if (!rest.startsWith(u'#') && !rest.startsWith(QLatin1String("//"))) {
                m_request.url += rest;
            }
            ++m_at;
        }
        m_request.url.remove(version);
    }

    bool readComment(const QString &line)
    {
        static const QRegularExpression setting(QStringLiteral("\\A(?:#|//)[ \\t]*@([\\w-]+)[ \\t=]*(.*)\\z"));
        if (!line.startsWith(u'#') && !line.startsWith(QLatin1String("//"))) {
            return false;
        }
        const auto match = setting.match(line);
        const QString name = match.captured(1);
        if (name == QLatin1String("name")) {
            m_id = match.captured(2).trimmed();
            m_request.name = m_request.name.isEmpty() ? m_id : m_request.name;
        } else if (name == QLatin1String("timeout")) {
            const int seconds = match.captured(2).section(u' ', 0, 0).toInt();
            m_request.settings["timeout"] = std::clamp(seconds, 0, 86'400) * 1'000;
        } else if (name == QLatin1String("prompt")) {
            warn(QObject::tr("the variable “%1” is asked for there; give it a value here")
                     .arg(match.captured(2).section(u' ', 0, 0)));
        }
        return true;
    }

    /// "@name = value": for all requests of the file.
    bool readVariable(const QString &line)
    {
        static const QRegularExpression variable(QStringLiteral("\\A@([\\w.$-]+)[ \\t]*=[ \\t]*(.*)\\z"));
        const auto match = variable.match(line);
        if (match.hasMatch()) {
            m_folder.defaults.variables.append(plainVariable(match.captured(1), match.captured(2)));
        }
        return match.hasMatch();
    }

    /// "< {% … %}" and "> {% … %}", on one line or several, and names of files of scripts.
    bool readScript(const QString &line)
    {
        static const QRegularExpression script(QStringLiteral("\\A[<>][ \\t]*(?:\\{%|\\S+\\.m?js\\b)"));
        if (!script.match(line).hasMatch()) {
            return false;
        }
        warn(QObject::tr("its script is not imported"));
        bool isOpen = line.contains(QLatin1String("{%")) && !line.contains(QLatin1String("%}"));
        while (isOpen && !atEnd()) {
            isOpen = !m_lines[m_at++].contains(QLatin1String("%}"));
        }
        return true;
    }

    void readHeaders()
    {
        while (!atEnd()) {
            const QString line = m_lines[m_at++].trimmed();
            if (line.isEmpty()) {
                return;
            }
            const qsizetype colon = line.indexOf(u':');
            if (line.startsWith(u'#') || line.startsWith(QLatin1String("//"))) {
                continue;
            }
            if (colon <= 0) {
                warn(QObject::tr("the line is no header"));
                continue;
            }
            m_request.headers.append(
                {.name = line.first(colon).trimmed(), .value = line.sliced(colon + 1).trimmed(), .others = {}});
        }
    }

    void readBody()
    {
        QStringList lines;
        while (!atEnd()) {
            const QString line = m_lines[m_at++];
            const QString trimmed = line.trimmed();
            if (readScript(trimmed)) {
                continue;
            }
            if (trimmed.startsWith(QLatin1String("<> ")) || trimmed.startsWith(QLatin1String(">>"))) {
                warn(QObject::tr("where its answers are kept is not imported"));
                continue;
            }
            lines << line;
        }
        const QString text = lines.join(u'\n').trimmed();
        if (text.isEmpty()) {
            return;
        }
        const QString type = header(QStringLiteral("content-type"));
        if (m_request.method == QLatin1String("GRAPHQL")) {
            m_request.method = QStringLiteral("POST");
            m_request.body =
                graphqlBody(text.section(QLatin1String("\n\n"), 0, 0), text.section(QLatin1String("\n\n"), 1));
        } else if (type.startsWith(QLatin1String("multipart/form-data"), Qt::CaseInsensitive)) {
            readMultipart(text, type);
        } else if (!readFile(text, type)) {
            m_request.body = bodyOfType(type, text);
        }
    }

    [[nodiscard]] QString header(const QString &name) const
    {
        for (const collection::Header &each : m_request.headers) {
            if (each.name.compare(name, Qt::CaseInsensitive) == 0) {
                return each.value;
            }
        }
        return {};
    }

    void removeHeader(const QString &name)
    {
        m_request.headers.removeIf(
            [&](const collection::Header &each) { return each.name.compare(name, Qt::CaseInsensitive) == 0; });
    }

    /// "< path" or "<@ path" alone.
    bool readFile(const QString &text, const QString &type)
    {
        static const QRegularExpression file(QStringLiteral("\\A<(@\\w*)?[ \\t]+(\\S[^\\n]*)\\z"));
        const auto match = file.match(text);
        if (!match.hasMatch()) {
            return false;
        }
        if (match.hasCaptured(1)) {
            warn(QObject::tr("variables in the file of the body are not replaced here"));
        }
        warn(QObject::tr("the file of the body is not copied; it must be in the collection's folder"));
        m_request.body.kind = Body::File;
        m_request.body.fields.append({.name = {},
                                      .value = {},
                                      .files = {match.captured(2).trimmed()},
                                      .contentType = type,
                                      .isFile = true,
                                      .isSelected = true,
                                      .others = {}});
        return true;
    }

    void readMultipart(const QString &text, const QString &type)
    {
        static const QRegularExpression boundary(QStringLiteral("boundary=\"?([^\";]+)\"?"),
                                                 QRegularExpression::CaseInsensitiveOption);
        m_request.body.kind = Body::MultipartForm;
        m_request.body.fields = multipartFields(text, boundary.match(type).captured(1).trimmed());
        removeHeader(QStringLiteral("content-type")); // with a boundary of its own
        if (std::ranges::any_of(m_request.body.fields, &collection::BodyField::isFile)) {
            warn(QObject::tr("the files of the body are not copied; they must be in the collection's folder"));
        }
    }

    /// "Basic user password" is encoded by these clients.
    void useAuthorization()
    {
        static const QRegularExpression basic(QStringLiteral("\\ABasic[ \\t]+([^\\s:]+)(?:[ \\t]+|:)(\\S.*)\\z"),
                                              QRegularExpression::CaseInsensitiveOption);
        const QString value = header(QStringLiteral("authorization"));
        if (const auto match = basic.match(value); match.hasMatch()) {
            removeHeader(QStringLiteral("authorization"));
            m_request.auth = Json{{"type", "basic"}, {"username", match.captured(1)}, {"password", match.captured(2)}};
        } else if (value.startsWith(QLatin1String("Digest "), Qt::CaseInsensitive) ||
                   value.startsWith(QLatin1String("AWS "), Qt::CaseInsensitive)) {
            warn(QObject::tr("authorization of the type %1 is not imported").arg(value.section(u' ', 0, 0)));
            removeHeader(QStringLiteral("authorization"));
        }
    }

    const SourceFile &m_file;
    QStringList m_lines;
    int m_firstLine;
    collection::Folder &m_folder;
    ImportBuilder &m_builder;
    qsizetype m_at = 0;
    SavedRequest m_request;
    QString m_id;
};

/// The requests of a file, and what they say of each other's answers.
class HttpFileReader
{
public:
    HttpFileReader(const SourceFile &file, collection::Folder &folder, ImportBuilder &builder)
        : m_file(file), m_folder(folder), m_builder(builder)
    {
    }

    void read()
    {
        const QStringList lines = m_file.text().split(u'\n');
        QString title;
        qsizetype begin = 0;
        for (qsizetype at = 0; at <= lines.size(); ++at) {
            if (at < lines.size() && !lines[at].startsWith(QLatin1String("###"))) {
                continue;
            }
            readRequest(lines.sliced(begin, at - begin), static_cast<int>(begin), title);
            if (at < lines.size()) {
                title = lines[at].sliced(3).trimmed();
                title = title.startsWith(u'#') ? QString() : title;
            }
            begin = at + 1;
        }
        keepLastOfEach(m_folder.defaults.variables);
        linkAnswers();
        for (SavedRequest &request : m_requests) {
            if (!m_builder.add(m_folder, std::move(request))) {
                return;
            }
        }
    }

private:
    void readRequest(const QStringList &lines, int firstLine, const QString &title)
    {
        HttpRequestReader reader(m_file, lines, firstLine, m_folder, m_builder);
        if (auto request = reader.read(title)) {
            if (!reader.id().isEmpty()) {
                m_byId.insert(reader.id(), m_requests.size());
            }
            m_requests.append(std::move(*request));
            m_lines.append(firstLine + 1);
        }
    }

    /// "{{login.response.body.$.token}}" is captured by the request that it names; variables that are made anew for
    /// each request have nothing here.
    void linkAnswers()
    {
        for (qsizetype at = 0; at < m_requests.size(); ++at) {
            changeTexts(m_requests[at], [&](QString &text) { text = linked(text, m_lines[at]); });
        }
        for (collection::Variable &variable : m_folder.defaults.variables) {
            variable.value = linked(variable.value, 0);
        }
    }

    QString linked(const QString &text, int line)
    {
        static const QRegularExpression reference(
            QStringLiteral("\\{\\{[ \\t]*([\\w-]+)\\.response\\.(body|headers)\\.([^{}\\n]+?)[ \\t]*\\}\\}"));
        static const QRegularExpression dynamic(QStringLiteral("\\{\\{[ \\t]*([$%][^{}\\n]*?)[ \\t]*\\}\\}"));
        QString made;
        qsizetype end = 0;
        for (const auto &match : reference.globalMatch(text)) {
            made += QStringView(text).sliced(end, match.capturedStart() - end);
            made += captured(match, line);
            end = match.capturedEnd();
        }
        made += QStringView(text).sliced(end);
        for (const auto &match : dynamic.globalMatch(made)) {
            m_builder.warn(
                m_file.path, line,
                QObject::tr("the variable “%1” is made anew there; give it a value here").arg(match.captured(1)));
        }
        return made;
    }

    QString captured(const QRegularExpressionMatch &reference, int line)
    {
        const auto request = m_byId.constFind(reference.captured(1));
        const QString path = reference.captured(3);
        const bool isHeader = reference.captured(2) == QLatin1String("headers");
        const auto expression = isHeader                     ? std::optional(headerExpression(path))
                                : path == QLatin1String("*") ? std::optional(QStringLiteral("res.body"))
                                                             : expressionOfJsonPath(path);
        if (request == m_byId.constEnd() || !expression) {
            m_builder.warn(m_file.path, line, QObject::tr("“%1” is not read here").arg(reference.captured()));
            return reference.captured();
        }
        static const QRegularExpression others(QStringLiteral("[^A-Za-z0-9]+"));
        QString name = reference.captured(1) + u'_' + path;
        name.replace(others, QStringLiteral("_"));
        QList<collection::Capture> &captures = m_requests[*request].captures;
        if (!std::ranges::contains(captures, name, &collection::Capture::variable)) {
            captures.append({.expression = *expression, .variable = name, .others = {}});
        }
        return QStringLiteral("{{%1}}").arg(name);
    }

    const SourceFile &m_file;
    collection::Folder &m_folder;
    ImportBuilder &m_builder;
    QList<SavedRequest> m_requests;
    QList<int> m_lines;
    QHash<QString, qsizetype> m_byId;
};

} // namespace

void readHttpFile(const SourceFile &file, collection::Folder &folder, ImportBuilder &builder)
{
    HttpFileReader(file, folder, builder).read();
}

} // namespace studio::interchange
