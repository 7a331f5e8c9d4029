// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/hurl_check.h"
#include "core/interchange/hurl_file.h"
#include "core/interchange/import_builder.h"
#include "core/interchange/import_formats.h"
#include "core/interchange/import_values.h"

#include <QFileInfo>
#include <QHash>
#include <QMap>
#include <QObject>
#include <QRegularExpression>

#include <algorithm>

namespace studio::interchange {

namespace {

using collection::Body;
using collection::SavedRequest;

constexpr qsizetype maxChangedVariables = 100; ///< which each request has from then on

/// "name: value", each without escapes.
std::optional<std::pair<QString, QString>> pairOf(const QString &line)
{
    qsizetype colon = line.indexOf(u':');
    while (colon > 0 && line[colon - 1] == u'\\') {
        colon = line.indexOf(u':', colon + 1);
    }
    if (colon <= 0) {
        return {};
    }
    return std::pair(hurlUnescaped(line.first(colon).trimmed()), hurlUnescaped(line.sliced(colon + 1).trimmed()));
}

/// The requests of one file. A variable that an entry sets is there for all that follow.
class HurlReader
{
public:
    HurlReader(const SourceFile &file, collection::Folder &folder, ImportBuilder &builder)
        : m_file(file), m_folder(folder), m_builder(builder)
    {
    }

    void read()
    {
        const HurlFile parsed = parseHurl(m_file.text());
        for (const int line : parsed.unread) {
            warn(line, QObject::tr("the line is not read here"));
        }
        for (const HurlEntry &entry : parsed.entries) {
            if (!m_builder.add(m_folder, request(entry))) {
                return;
            }
        }
    }

private:
    void warn(int line, const QString &message) { m_builder.warn(m_file.path, line, message); }

    SavedRequest request(const HurlEntry &entry)
    {
        static const QRegularExpression blanks(QStringLiteral("[ \\t]+"));
        SavedRequest made;
        const QString &start = entry.request.start.text;
        made.method = start.section(blanks, 0, 0);
        made.url = hurlUnescaped(start.sliced(made.method.size()).trimmed());
        const QString comment = entry.comment.section(QStringLiteral(" · "), -1);
        made.name = comment.isEmpty() ? nameOfRequest(made) : comment;
        addQueryParameters(made);
        for (const HurlSection &section : entry.request.sections) {
            readSection(section, made);
        }
        for (const auto &[name, value] : std::as_const(m_changed).asKeyValueRange()) {
            made.variables.append(plainVariable(name, value));
        }
        readBody(entry.request, made);
        readResponse(entry.response, made);
        return made;
    }

    void readSection(const HurlSection &section, SavedRequest &made)
    {
        for (const HurlLine &line : section.lines) {
            const auto pair = pairOf(line.text);
            if (!pair) {
                warn(line.line, QObject::tr("the line is not read here"));
                continue;
            }
            const auto &[name, value] = *pair;
            if (section.name.isEmpty()) {
                made.headers.append({.name = name, .value = value, .others = {}});
            } else if (section.name.startsWith(QLatin1String("Query"))) {
                appendQuery(made, name, value);
            } else if (section.name.startsWith(QLatin1String("Form")) ||
                       section.name.startsWith(QLatin1String("Multipart"))) {
                readField(section, line, name, value, made);
            } else if (section.name == QLatin1String("Cookies")) {
                addCookie(name + u'=' + value, made);
            } else if (section.name == QLatin1String("BasicAuth")) {
                made.auth = Json{{"type", "basic"}, {"username", name}, {"password", value}};
            } else if (section.name == QLatin1String("Options")) {
                readOption(line, name, value, made);
            } else {
                warn(line.line, QObject::tr("the section “%1” is not imported").arg(section.name));
                return;
            }
        }
    }

    static void addCookie(const QString &pair, SavedRequest &made)
    {
        const auto cookie = std::ranges::find_if(made.headers, [](const collection::Header &each) {
            return each.name.compare(QLatin1String("cookie"), Qt::CaseInsensitive) == 0;
        });
        if (cookie == made.headers.end()) {
            made.headers.append({.name = QStringLiteral("Cookie"), .value = pair, .others = {}});
        } else {
            cookie->value += QStringLiteral("; ") + pair;
        }
    }

    void readField(const HurlSection &section, const HurlLine &line, const QString &name, const QString &value,
                   SavedRequest &made)
    {
        static const QRegularExpression file(QStringLiteral("\\Afile,(.*);[ \\t]*([^;]*)\\z"));
        const bool isMultipart = section.name.startsWith(QLatin1String("Multipart"));
        const bool isPart = isMultipart || made.body.kind == Body::MultipartForm; // one with both sections
        made.body.kind = isPart ? Body::MultipartForm : Body::FormUrlEncoded;
        collection::BodyField field{.name = name, .value = value, .files = {}, .contentType = {}, .others = {}};
        if (const auto match = file.match(value); isMultipart && match.hasMatch()) {
            field.value.clear();
            field.files << match.captured(1).trimmed();
            field.contentType = match.captured(2).trimmed();
            field.isFile = true;
            noteFile(line.line);
        }
        made.body.fields.append(std::move(field));
    }

    void noteFile(int line)
    {
        warn(line, QObject::tr("the file of the body is not copied; it must be in the collection's folder"));
    }

    void readOption(const HurlLine &line, const QString &name, const QString &value, SavedRequest &made)
    {
        static const QStringList output{QStringLiteral("verbose"), QStringLiteral("very-verbose"),
                                        QStringLiteral("verbosity")};
        static const QRegularExpression duration(QStringLiteral("\\A([0-9]{1,7})(ms|s|m)?\\z"));
        if (name == QLatin1String("variable")) {
            setVariable(line.line, value.section(u'=', 0, 0).trimmed(), value.section(u'=', 1).trimmed());
        } else if (const auto match = duration.match(value); name == QLatin1String("max-time") && match.hasMatch()) {
            const int unit = match.captured(2) == u's' ? 1'000 : match.captured(2) == u'm' ? 60'000 : 1;
            made.settings["timeout"] = std::min<qint64>(match.captured(1).toLongLong() * unit, 86'400'000);
        } else if (!output.contains(name)) {
            warn(line.line, QObject::tr("the option “%1” is not imported").arg(name));
        }
    }

    void setVariable(int line, const QString &name, const QString &written)
    {
        const bool isQuoted = written.size() > 1 && written.startsWith(u'"') && written.endsWith(u'"');
        const QString value = isQuoted ? written.sliced(1, written.size() - 2) : written;
        const auto first = m_first.constFind(name);
        if (first == m_first.constEnd()) {
            m_first.insert(name, value);
            m_folder.defaults.variables.append(plainVariable(name, value));
        } else if (*first == value) {
            m_changed.remove(name);
        } else if (m_changed.size() < maxChangedVariables || m_changed.contains(name)) {
            m_changed.insert(name, value);
        } else {
            warn(line, QObject::tr("the value of the variable “%1” is not changed here").arg(name));
        }
    }

    void readBody(const HurlMessage &message, SavedRequest &made)
    {
        static const QRegularExpression file(QStringLiteral("\\Afile,(.*);\\z"));
        static const QRegularExpression fence(QStringLiteral("\\A```([\\w,]*)[ \\t]*\\n?"));
        const QString &body = message.body;
        QString type;
        for (const collection::Header &header : made.headers) {
            type = header.name.compare(QLatin1String("content-type"), Qt::CaseInsensitive) == 0 ? header.value : type;
        }
        if (body.isEmpty()) {
            return;
        }
        if (const auto match = file.match(body); match.hasMatch()) {
            made.body.kind = Body::File;
            made.body.fields = {{.name = {},
                                 .value = {},
                                 .files = {match.captured(1).trimmed()},
                                 .contentType = type,
                                 .isFile = true,
                                 .isSelected = true,
                                 .others = {}}};
            noteFile(message.bodyLine);
        } else if (body.startsWith(QLatin1String("hex,")) || body.startsWith(QLatin1String("base64,"))) {
            warn(message.bodyLine, QObject::tr("a body of bytes is not imported"));
        } else if (const auto opening = fence.match(body); opening.hasMatch()) {
            QString text = body.sliced(opening.capturedLength());
            text = text.first(std::max<qsizetype>(text.lastIndexOf(QLatin1String("```")), 0));
            made.body = fencedBody(opening.captured(1).section(u',', 0, 0), text, type);
        } else if (body.startsWith(u'`')) {
            made.body = bodyOfType(type.isEmpty() ? QStringLiteral("text/plain") : type,
                                   hurlUnescaped(body.sliced(1, std::max<qsizetype>(body.size() - 2, 0))));
        } else {
            const bool isXml = body.startsWith(u'<');
            made.body = bodyOfType(!type.isEmpty() ? type
                                   : isXml         ? QStringLiteral("application/xml")
                                                   : QStringLiteral("application/json"),
                                   body);
        }
    }

    static Body fencedBody(const QString &language, const QString &text, const QString &type)
    {
        static const QRegularExpression variables(QStringLiteral("(?:\\A|\\n)variables\\b"));
        if (language == QLatin1String("graphql")) {
            const auto match = variables.match(text);
            const qsizetype end = match.hasMatch() ? match.capturedStart() : text.size();
            return graphqlBody(text.first(end).trimmed(),
                               match.hasMatch() ? text.sliced(match.capturedEnd()) : QString());
        }
        const QString ofLanguage = language == QLatin1String("json")  ? QStringLiteral("application/json")
                                   : language == QLatin1String("xml") ? QStringLiteral("application/xml")
                                                                      : QStringLiteral("text/plain");
        return bodyOfType(type.isEmpty() ? ofLanguage : type, text);
    }

    void readResponse(const HurlMessage &message, SavedRequest &made)
    {
        const QString status = message.start.text.section(u' ', 1).trimmed();
        if (!status.isEmpty() && status != QLatin1String("*")) {
            made.assertions.append(assertionOf(QStringLiteral("res.status"), QStringLiteral("eq ") + status));
        }
        for (const HurlLine &line : message.lines(u"")) {
            if (const auto pair = pairOf(line.text)) {
                made.assertions.append(
                    assertionOf(headerExpression(pair->first), QStringLiteral("eq ") + assertionText(pair->second)));
            }
        }
        for (const HurlLine &line : message.lines(u"Captures")) {
            const auto capture = captureOfHurl(line.text);
            if (capture) {
                made.captures.append(*capture);
            } else {
                warn(line.line, QObject::tr("the capture is not imported: %1").arg(line.text));
            }
        }
        for (const HurlLine &line : message.lines(u"Asserts")) {
            const auto assertion = assertionOfHurl(line.text);
            if (assertion) {
                made.assertions.append(*assertion);
            } else {
                warn(line.line, QObject::tr("the assert is not imported: %1").arg(line.text));
            }
        }
        if (!message.body.isEmpty()) {
            warn(message.bodyLine, QObject::tr("the body that is expected is not imported"));
        }
    }

    const SourceFile &m_file;
    collection::Folder &m_folder;
    ImportBuilder &m_builder;
    QHash<QString, QString> m_first;  ///< the values that the folder gives to variables
    QMap<QString, QString> m_changed; ///< those with another value by now
};

} // namespace

Result<ImportedCollection> importHurl(const ImportSource &source)
{
    const auto isHurl = [](const SourceFile &file) { return file.name().endsWith(QLatin1String(".hurl")); };
    ImportBuilder builder(ImportFormat::Hurl, source.name);
    const bool isSingle = std::ranges::count_if(source.files, isHurl) == 1;
    for (const SourceFile &file : source.files) {
        if (isHurl(file)) {
            const QString name = file.path.first(file.path.size() - QFileInfo(file.path).suffix().size() - 1);
            HurlReader(file, isSingle ? builder.root() : builder.addFolder(builder.root(), name), builder).read();
        }
    }
    return builder.finish();
}

} // namespace studio::interchange
