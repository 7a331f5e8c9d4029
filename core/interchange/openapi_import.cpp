// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/collection_field.h"
#include "core/config/yaml_json.h"
#include "core/interchange/import_builder.h"
#include "core/interchange/import_formats.h"
#include "core/interchange/import_values.h"
#include "core/interchange/schema_example.h"

#include <QHash>
#include <QObject>
#include <QUrl>

#include <algorithm>

namespace studio::interchange {

namespace {

using collection::Body;
using collection::SavedRequest;

constexpr int maxOpenApiValues = 1'000'000;
constexpr qsizetype maxParameters = 1'000; ///< of one operation
constexpr QLatin1StringView baseUrl("baseUrl");

/// As a parameter has it: elements of an array with commas between them.
QString parameterText(const Json &value)
{
    QStringList parts;
    for (const Json &each : value.elements()) {
        parts << collection::scalarText(each).value_or(QString());
    }
    return value.isArray() ? parts.join(u',') : collection::scalarText(value).value_or(QString());
}

/// The URL of a server, with the defaults of its variables.
QString serverUrl(const Json &server)
{
    QString url = server["url"].text();
    for (const auto &[name, variable] : server["variables"].members()) {
        url.replace(u'{' + toQString(name) + u'}', parameterText(variable["default"]));
    }
    while (url.endsWith(u'/')) {
        url.chop(1);
    }
    return url;
}

class OpenApiImporter
{
public:
    OpenApiImporter(const Json &document, ImportBuilder &builder) : m_document(document), m_builder(builder) {}

    void import()
    {
        const Json &root = m_document.root();
        collection::Folder &folder = m_builder.root();
        if (const QString title = root["info"]["title"].text(); !title.isEmpty()) {
            folder.name = title;
        }
        if (const QString docs = root["info"]["description"].text(); !docs.isEmpty()) {
            folder.others["docs"] = docs;
        }
        for (const Json &tag : root["tags"].elements()) {
            m_tagDocs.insert(tag["name"].text(), tag["description"].text());
        }
        addServers(root["servers"]);
        folder.defaults.auth = authorization(root["security"], folder.name);
        for (const auto &[path, item] : root["paths"].members()) {
            addPath(toQString(path), m_document.resolve(item));
        }
        if (root["webhooks"].size() > 0) {
            m_builder.warn(folder.name, 0, QObject::tr("its webhooks are not imported"));
        }
    }

private:
    void addServers(const Json &servers)
    {
        m_builder.root().defaults.variables.append(plainVariable(baseUrl, serverUrl(servers[0])));
        if (servers.elements().size() < 2) {
            return;
        }
        for (const Json &server : servers.elements()) {
            const QString url = serverUrl(server);
            const QString name = server["description"].text(QUrl(url).host());
            m_builder.add({.path = {}, .name = name, .variables = {plainVariable(baseUrl, url)}, .others = {}});
        }
    }

    void addPath(const QString &path, const Json &item)
    {
        static const QStringList methods{QStringLiteral("get"),    QStringLiteral("put"),     QStringLiteral("post"),
                                         QStringLiteral("delete"), QStringLiteral("options"), QStringLiteral("head"),
                                         QStringLiteral("patch"),  QStringLiteral("trace")};
        for (const auto &[name, operation] : item.members()) {
            const QString method = toQString(name);
            if (methods.contains(method) && operation.isObject()) {
                add(operationOf(path, method.toUpper(), item, operation), operation);
            }
        }
    }

    /// In the folder of its first tag.
    void add(SavedRequest request, const Json &operation)
    {
        const QString tag = operation["tags"][0].text();
        if (tag.isEmpty()) {
            m_builder.add(m_builder.root(), std::move(request));
            return;
        }
        QList<collection::Folder> &folders = m_builder.root().folders;
        if (!m_folders.contains(tag)) {
            m_folders.insert(tag, folders.size());
            collection::Folder &made = m_builder.addFolder(m_builder.root(), tag);
            if (const QString docs = m_tagDocs.value(tag); !docs.isEmpty()) {
                made.others["docs"] = docs;
            }
        }
        m_builder.add(folders[m_folders.value(tag)], std::move(request));
    }

    SavedRequest operationOf(const QString &path, const QString &method, const Json &item, const Json &operation)
    {
        SavedRequest made;
        made.method = method;
        made.name = operation["summary"].text(operation["operationId"].text());
        made.name = made.name.trimmed().isEmpty() ? method + u' ' + path : made.name;
        made.url = QStringLiteral("{{%1}}").arg(baseUrl) + path;
        const auto &tags = operation["tags"].elements();
        for (std::size_t at = 1; at < tags.size(); ++at) {
            made.tags << tags[at].text();
        }
        if (const QString docs = operation["description"].text(); !docs.isEmpty()) {
            made.others["docs"] = docs;
        }
        addParameters(item["parameters"], operation["parameters"], made);
        made.body = body(m_document.resolve(operation["requestBody"]), made);
        made.auth = operation.contains("security") ? authorization(operation["security"], made.name) : Json("inherit");
        if (made.auth.isNull()) {
            made.auth = Json("none");
        }
        if (operation["servers"].size() > 0) {
            m_builder.warn(made.name, 0, QObject::tr("servers of its own are not imported"));
        }
        return made;
    }

    /// Those of the operation take the place of those of its path.
    void addParameters(const Json &ofPath, const Json &ofOperation, SavedRequest &made)
    {
        QList<const Json *> parameters;
        for (const Json *const list : {&ofPath, &ofOperation}) {
            for (const Json &each : list->elements()) {
                const Json &parameter = m_document.resolve(each);
                if (parameters.size() >= maxParameters) {
                    m_builder.warn(made.name, 0, QObject::tr("it has more than %1 parameters").arg(maxParameters));
                    break;
                }
                parameters.removeIf([&](const Json *other) {
                    return (*other)["name"] == parameter["name"] && (*other)["in"] == parameter["in"];
                });
                parameters.append(&parameter);
            }
        }
        for (const Json *const parameter : std::as_const(parameters)) {
            addParameter(*parameter, made);
        }
    }

    [[nodiscard]] QString exampleText(const Json &parameter) const
    {
        const Json given = givenExample(parameter, m_document);
        return parameterText(given.isNull() ? exampleOf(parameter["schema"], m_document) : given);
    }

    void addParameter(const Json &parameter, SavedRequest &made)
    {
        const QString name = parameter["name"].text();
        const QString where = parameter["in"].text();
        const QString value = exampleText(parameter);
        const bool isDisabled = !parameter["required"].boolean();
        if (where == QLatin1String("path")) {
            addPathParameter(name, value, made);
        } else if (where == QLatin1String("query") && !isDisabled) {
            appendQuery(made, name, value);
        } else if (where == QLatin1String("query")) {
            made.parameters.append({.name = name, .value = value, .isDisabled = true, .others = {}});
        } else if (where == QLatin1String("header") || where == QLatin1String("cookie")) {
            const bool isCookie = where == QLatin1String("cookie");
            made.headers.append({.name = isCookie ? QStringLiteral("Cookie") : name,
                                 .value = isCookie ? name + u'=' + value : value,
                                 .isDisabled = isDisabled,
                                 .others = {}});
        } else {
            m_builder.warn(made.name, 0, QObject::tr("the parameter “%1” is not imported").arg(name));
        }
    }

    /// "{id}" is ":id" where it is a segment of its own, else a variable.
    static void addPathParameter(const QString &name, const QString &value, SavedRequest &made)
    {
        QStringList segments = made.url.split(u'/');
        const QString written = u'{' + name + u'}';
        bool isSegment = false;
        for (QString &segment : segments) {
            isSegment = isSegment || segment == written;
            segment = segment == written ? u':' + name : segment.replace(written, u'{' + written + u'}');
        }
        made.url = segments.join(u'/');
        if (isSegment) {
            made.parameters.append({.name = name, .value = value, .kind = collection::Parameter::Path, .others = {}});
        } else {
            made.variables.append(plainVariable(name, value));
        }
    }

    /// Of several media types the one that is told best.
    static const JsonMember *preferredContent(const Json &content)
    {
        static const QStringList order{QStringLiteral("json"), QStringLiteral("x-www-form-urlencoded"),
                                       QStringLiteral("multipart/form-data"), QStringLiteral("xml")};
        for (const QString &each : order) {
            for (const JsonMember &member : content.members()) {
                if (toQString(member.name).contains(each)) {
                    return &member;
                }
            }
        }
        return content.members().empty() ? nullptr : &content.members().front();
    }

    Body body(const Json &requestBody, SavedRequest &made)
    {
        const JsonMember *const content = preferredContent(requestBody["content"]);
        if (!content) {
            return {};
        }
        const QString type = toQString(content->name);
        const Json given = givenExample(content->value, m_document);
        const Json example = given.isNull() ? exampleOf(content->value["schema"], m_document) : given;
        Body body;
        const bool isMultipart = type.startsWith(QLatin1String("multipart/"));
        if (isMultipart || type == QLatin1String("application/x-www-form-urlencoded")) {
            body.kind = isMultipart ? Body::MultipartForm : Body::FormUrlEncoded;
            for (const auto &[name, value] : example.members()) {
                const QString text = value.isObject() ? QString::fromUtf8(value.toUtf8()) : parameterText(value);
                body.fields.append(
                    {.name = toQString(name), .value = text, .files = {}, .contentType = {}, .others = {}});
            }
            return body;
        }
        const QString text = example.isString() ? example.text() : QString::fromUtf8(example.toUtf8(2));
        body = bodyOfType(type, example.isString() && type.contains(QLatin1String("json"))
                                    ? QString::fromUtf8(example.toUtf8())
                                    : text);
        if (body.kind == Body::Text || type.contains(u'+')) { // whose own type another one would be
            made.headers.append({.name = QStringLiteral("Content-Type"), .value = type, .others = {}});
        }
        return body;
    }

    /// The first of the alternatives. Its secret is a variable, named after the scheme.
    Json authorization(const Json &security, const QString &name)
    {
        const auto &alternatives = security.elements();
        if (alternatives.empty() || alternatives.front().members().empty()) {
            return {};
        }
        const QString schemeName = toQString(alternatives.front().members().front().name);
        const Json &scheme = m_document.resolve(m_document.root()["components"]["securitySchemes"][toUtf8(schemeName)]);
        const QString type = scheme["type"].text();
        const QString http = scheme["scheme"].text().toLower();
        if (type == QLatin1String("http") && http == QLatin1String("basic")) {
            return Json{{"type", "basic"},
                        {"username", secret(schemeName + QStringLiteral("_username"))},
                        {"password", secret(schemeName + QStringLiteral("_password"))}};
        }
        if (type == QLatin1String("apiKey") && scheme["in"].text() != QLatin1String("cookie")) {
            return Json{{"type", "apikey"},
                        {"key", scheme["name"].text()},
                        {"value", secret(schemeName)},
                        {"placement", scheme["in"].text() == QLatin1String("query") ? "query" : "header"}};
        }
        const bool isBearer = type == QLatin1String("http") && http == QLatin1String("bearer");
        const bool isToken = type == QLatin1String("oauth2") || type == QLatin1String("openIdConnect");
        if (!isBearer) {
            m_builder.warn(name, 0,
                           isToken ? QObject::tr("%1 is not carried out; give a token to the variable “%2”")
                                         .arg(type, variableName(schemeName))
                                   : QObject::tr("authorization of the type %1 is not imported").arg(type));
        }
        return isBearer || isToken ? Json{{"type", "bearer"}, {"token", secret(schemeName)}} : Json();
    }

    static QString variableName(const QString &name)
    {
        QString made;
        for (const QChar c : name) {
            made += c.isLetterOrNumber() && c < QChar(0x80) ? c : u'_';
        }
        return made;
    }

    QString secret(const QString &schemeName)
    {
        const QString name = variableName(schemeName);
        QList<collection::Variable> &variables = m_builder.root().defaults.variables;
        if (!std::ranges::contains(variables, name, &collection::Variable::name)) {
            variables.append({.name = name, .value = {}, .type = {}, .isSecret = true, .others = {}});
        }
        return QStringLiteral("{{%1}}").arg(name);
    }

    OpenApiDocument m_document;
    ImportBuilder &m_builder;
    QHash<QString, qsizetype> m_folders; ///< by tag
    QHash<QString, QString> m_tagDocs;   ///< descriptions
};

Result<Json> openApiDocument(const SourceFile &file)
{
    return file.name().endsWith(QLatin1String(".json")) ? parseJson(file.content)
                                                        : yamlAsJson(file.content, nullptr, maxOpenApiValues);
}

} // namespace

Result<ImportedCollection> importOpenApi(const ImportSource &source)
{
    ImportBuilder builder(ImportFormat::OpenApi, source.name);
    for (const SourceFile &file : source.files) {
        const auto document = openApiDocument(file);
        if (!document) {
            builder.warn(file.path, 0, document.error().message);
            continue;
        }
        const QString version = collection::scalarText((*document)["openapi"]).value_or(QString());
        if (!version.startsWith(u'3')) {
            const bool isOlder = document->contains("swagger") || !version.isEmpty();
            builder.warn(file.path, 0,
                         isOlder ? QObject::tr("it is not OpenAPI 3") : QObject::tr("it is no description by OpenAPI"));
            continue;
        }
        OpenApiImporter(*document, builder).import();
        return builder.finish();
    }
    return fail(ErrorCode::InvalidArgument, QObject::tr("%1 is no description by OpenAPI 3.").arg(source.name));
}

} // namespace studio::interchange
