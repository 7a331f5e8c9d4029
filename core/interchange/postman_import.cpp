// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/collection_field.h"
#include "core/interchange/import_builder.h"
#include "core/interchange/import_formats.h"
#include "core/interchange/import_values.h"

#include <QHash>
#include <QObject>
#include <QRegularExpression>

namespace studio::interchange {

namespace {

using collection::Body;
using collection::SavedRequest;

QString postmanText(const Json &value)
{
    return collection::scalarText(value).value_or(QString());
}

/// A description is a text or an object with one.
QString descriptionOf(const Json &item)
{
    const Json &description = item["description"];
    return description.isObject() ? postmanText(description["content"]) : postmanText(description);
}

bool isPostmanDisabled(const Json &entry)
{
    return entry["disabled"].boolean() || !entry["enabled"].boolean(true);
}

QList<collection::Variable> postmanVariables(const Json &list)
{
    QList<collection::Variable> variables;
    for (const Json &each : list.elements()) {
        const QString name = postmanText(each["key"]);
        if (name.isEmpty()) {
            continue;
        }
        const bool isSecret = each["type"].text() == QLatin1String("secret");
        variables.append({.name = name,
                          .value = isSecret ? QString() : postmanText(each["value"]),
                          .type = {},
                          .isSecret = isSecret,
                          .isDisabled = isPostmanDisabled(each),
                          .others = {}});
    }
    return variables;
}

/// A member of an authorization: a list of keys and values in 2.1, an object in 2.0.
QString authMember(const Json &values, QLatin1StringView name)
{
    if (values.isObject()) {
        return postmanText(values[std::string_view(name.data(), static_cast<std::size_t>(name.size()))]);
    }
    for (const Json &each : values.elements()) {
        if (each["key"].text() == name) {
            return postmanText(each["value"]);
        }
    }
    return {};
}

class PostmanImporter
{
public:
    explicit PostmanImporter(ImportBuilder &builder) : m_builder(builder) {}

    void readCollection(const Json &document)
    {
        collection::Folder &root = m_builder.root();
        if (const QString name = postmanText(document["info"]["name"]); !name.isEmpty()) {
            root.name = name;
        }
        readFolder(document, root);
        if (const QString docs = descriptionOf(document["info"]); !docs.isEmpty()) {
            root.others["docs"] = docs;
        }
    }

    void readEnvironment(const Json &document, const SourceFile &file)
    {
        const QString name = postmanText(document["name"]);
        m_builder.add({.path = {},
                       .name = name.isEmpty() ? file.baseName() : name,
                       .variables = postmanVariables(document["values"]),
                       .others = {}});
    }

private:
    /// What a collection and a folder of one have alike.
    void readFolder(const Json &item, collection::Folder &folder)
    {
        folder.defaults.variables += postmanVariables(item["variable"]);
        folder.defaults.auth = authorization(item["auth"], folder.name);
        noteScripts(item, folder.name);
        if (const QString docs = descriptionOf(item); !docs.isEmpty()) {
            folder.others["docs"] = docs;
        }
        for (const Json &each : item["item"].elements()) {
            if (each.contains("item")) {
                readFolder(each, m_builder.addFolder(folder, postmanText(each["name"])));
            } else if (!m_builder.add(folder, request(each))) {
                return;
            }
        }
    }

    void noteScripts(const Json &item, const QString &name)
    {
        for (const Json &event : item["event"].elements()) {
            bool hasCode = !event["script"]["exec"].text().trimmed().isEmpty();
            for (const Json &line : event["script"]["exec"].elements()) {
                hasCode = hasCode || !line.text().trimmed().isEmpty();
            }
            if (hasCode) {
                m_builder.warn(name, 0, QObject::tr("the script “%1” is not imported").arg(event["listen"].text()));
            }
        }
    }

    Json authorization(const Json &auth, const QString &name)
    {
        const QString type = auth["type"].text();
        const Json &values = auth[toUtf8(type)];
        const auto member = [&](const char *key) { return authMember(values, QLatin1StringView(key)); };
        if (auth.isNull()) {
            return {};
        }
        if (type == QLatin1String("noauth") || type.isEmpty()) {
            return Json("none");
        }
        if (type == QLatin1String("bearer")) {
            return Json{{"type", "bearer"}, {"token", member("token")}};
        }
        if (type == QLatin1String("basic")) {
            return Json{{"type", "basic"}, {"username", member("username")}, {"password", member("password")}};
        }
        if (type == QLatin1String("apikey")) {
            return Json{{"type", "apikey"},
                        {"key", member("key")},
                        {"value", member("value")},
                        {"placement", member("in") == QLatin1String("query") ? "query" : "header"}};
        }
        m_builder.warn(name, 0, QObject::tr("authorization of the type %1 is not imported").arg(type));
        return {};
    }

    SavedRequest request(const Json &item)
    {
        SavedRequest made;
        made.name = postmanText(item["name"]);
        const Json &source = item["request"];
        noteScripts(item, made.name);
        if (source.isString()) {
            made.url = source.text();
            addQueryParameters(made);
            made.auth = Json("inherit");
            return made;
        }
        made.method = source["method"].text(QStringLiteral("GET"));
        readUrl(source["url"], made);
        for (const Json &each : source["header"].elements()) {
            made.headers.append({.name = postmanText(each["key"]),
                                 .value = postmanText(each["value"]),
                                 .isDisabled = isPostmanDisabled(each),
                                 .others = {}});
        }
        made.body = body(source["body"], made.name);
        made.auth = source["auth"].isNull() ? Json("inherit") : authorization(source["auth"], made.name);
        if (const QString docs = descriptionOf(source); !docs.isEmpty()) {
            made.others["docs"] = docs;
        }
        noteDynamic(made);
        return made;
    }

    /// Variables whose values Postman makes anew for each request.
    void noteDynamic(SavedRequest &made)
    {
        static const QRegularExpression dynamic(QStringLiteral("\\{\\{(\\$[A-Za-z]+)\\}\\}"));
        changeTexts(made, [&](const QString &text) {
            if (const auto match = dynamic.match(text); match.hasMatch()) {
                m_builder.warn(
                    made.name, 0,
                    QObject::tr("the variable “%1” is made anew there; give it a value here").arg(match.captured(1)));
            }
        });
    }

    static QString joined(const Json &list, const QString &separator)
    {
        QStringList parts;
        for (const Json &each : list.elements()) {
            parts << (each.isObject() ? postmanText(each["value"]) : postmanText(each));
        }
        return list.isString() ? list.text() : parts.join(separator);
    }

    /// As a text, or in parts with the text beside them.
    void readUrl(const Json &url, SavedRequest &made)
    {
        if (!url.isObject()) {
            made.url = postmanText(url);
            addQueryParameters(made);
            return;
        }
        made.url = postmanText(url["raw"]);
        if (made.url.isEmpty()) {
            const QString protocol = postmanText(url["protocol"]);
            const QString port = postmanText(url["port"]);
            made.url = (protocol.isEmpty() ? QString() : protocol + QStringLiteral("://")) +
                       joined(url["host"], QStringLiteral(".")) + (port.isEmpty() ? QString() : u':' + port) + u'/' +
                       joined(url["path"], QStringLiteral("/"));
        }
        for (const Json &each : url["query"].elements()) {
            made.parameters.append({.name = postmanText(each["key"]),
                                    .value = postmanText(each["value"]),
                                    .isDisabled = isPostmanDisabled(each),
                                    .others = {}});
        }
        for (const Json &each : url["variable"].elements()) {
            made.parameters.append({.name = postmanText(each["key"]),
                                    .value = postmanText(each["value"]),
                                    .kind = collection::Parameter::Path,
                                    .isDisabled = isPostmanDisabled(each),
                                    .others = {}});
        }
    }

    Body body(const Json &source, const QString &name)
    {
        const QString mode = source["mode"].text();
        if (mode.isEmpty() || source["disabled"].boolean()) {
            return {};
        }
        if (mode == QLatin1String("raw")) {
            return rawBody(source);
        }
        if (mode == QLatin1String("graphql")) {
            const Json &query = source["graphql"];
            return graphqlBody(postmanText(query["query"]), postmanText(query["variables"]));
        }
        Body made;
        if (mode == QLatin1String("urlencoded") || mode == QLatin1String("formdata")) {
            made.kind = mode == QLatin1String("formdata") ? Body::MultipartForm : Body::FormUrlEncoded;
            for (const Json &each : source[toUtf8(mode)].elements()) {
                made.fields.append(field(each, made.kind, name));
            }
        } else if (mode == QLatin1String("file")) {
            made.kind = Body::File;
            made.fields.append({.name = {},
                                .value = {},
                                .files = {postmanText(source["file"]["src"])},
                                .contentType = {},
                                .isFile = true,
                                .isSelected = true,
                                .others = {}});
            noteFile(name);
        } else {
            m_builder.warn(name, 0, QObject::tr("a body of the kind “%1” is not imported").arg(mode));
        }
        return made;
    }

    static Body rawBody(const Json &source)
    {
        static const QHash<QString, Body::Kind> kinds{{QStringLiteral("json"), Body::Json},
                                                      {QStringLiteral("xml"), Body::Xml},
                                                      {QStringLiteral("html"), Body::Text},
                                                      {QStringLiteral("text"), Body::Text},
                                                      {QStringLiteral("javascript"), Body::Text}};
        const QString text = postmanText(source["raw"]);
        const QString language = source["options"]["raw"]["language"].text();
        const auto kind = kinds.constFind(language);
        if (text.isEmpty()) {
            return {};
        }
        return kind == kinds.constEnd() ? bodyOfType({}, text)
                                        : Body{.kind = *kind, .data = text, .fields = {}, .others = {}};
    }

    collection::BodyField field(const Json &each, Body::Kind kind, const QString &name)
    {
        const bool isFile = kind == Body::MultipartForm && each["type"].text() == QLatin1String("file");
        collection::BodyField made{.name = postmanText(each["key"]),
                                   .value = isFile ? QString() : postmanText(each["value"]),
                                   .files = {},
                                   .contentType = postmanText(each["contentType"]),
                                   .isFile = isFile,
                                   .isDisabled = isPostmanDisabled(each),
                                   .others = {}};
        if (isFile) {
            for (const Json &file : each["src"].elements()) {
                made.files << postmanText(file);
            }
            if (!each["src"].isArray()) {
                made.files << postmanText(each["src"]);
            }
            noteFile(name);
        }
        return made;
    }

    void noteFile(const QString &name)
    {
        m_builder.warn(name, 0,
                       QObject::tr("the file of the body is not copied; it must be in the collection's folder"));
    }

    ImportBuilder &m_builder;
};

} // namespace

Result<ImportedCollection> importPostman(const ImportSource &source)
{
    ImportBuilder builder(ImportFormat::Postman, source.name);
    PostmanImporter importer(builder);
    int collections = 0;
    for (const SourceFile &file : source.files) {
        if (!file.name().endsWith(QLatin1String(".json"))) {
            continue;
        }
        auto json = parseJson(file.content);
        if (!json) {
            builder.warn(file.path, 0, json.error().message);
            continue;
        }
        const Json &document = json->contains("collection") ? std::as_const(*json)["collection"] : *json;
        if (document["item"].isArray() && ++collections == 1) {
            importer.readCollection(document);
        } else if (document["item"].isArray()) {
            builder.warn(file.path, 0, QObject::tr("it is a second collection; import it on its own"));
        } else if (document["values"].isArray()) {
            importer.readEnvironment(document, file);
        }
    }
    return builder.finish();
}

} // namespace studio::interchange
