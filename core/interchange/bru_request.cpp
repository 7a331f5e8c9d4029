// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/bru_request.h"

#include "core/collection/collection_field.h"
#include "core/interchange/import_values.h"

#include <QHash>
#include <QObject>

#include <algorithm>

namespace studio::interchange {

namespace {

using collection::Body;
using collection::Folder;
using collection::SavedRequest;

QList<collection::Header> headersOf(const BruDocument &document)
{
    QList<collection::Header> headers;
    for (const BruEntry &each : document.entries(u"headers")) {
        headers.append({.name = each.name, .value = each.value, .isDisabled = each.isDisabled, .others = {}});
    }
    return headers;
}

/// A number or a truth value where the text is one.
Json scalarOf(const QString &text)
{
    const auto json = parseJson(text.toUtf8());
    return json && (json->isNumber() || json->isBoolean()) ? *json : Json(text);
}

std::optional<Body::Kind> bruBodyKind(const QString &name)
{
    static const QHash<QString, Body::Kind> kinds{{QStringLiteral("json"), Body::Json},
                                                  {QStringLiteral("text"), Body::Text},
                                                  {QStringLiteral("xml"), Body::Xml},
                                                  {QStringLiteral("sparql"), Body::Sparql},
                                                  {QStringLiteral("formUrlEncoded"), Body::FormUrlEncoded},
                                                  {QStringLiteral("form-urlencoded"), Body::FormUrlEncoded},
                                                  {QStringLiteral("multipartForm"), Body::MultipartForm},
                                                  {QStringLiteral("multipart-form"), Body::MultipartForm},
                                                  {QStringLiteral("file"), Body::File}};
    const auto found = kinds.constFind(name);
    return found == kinds.constEnd() ? std::nullopt : std::optional(*found);
}

/// The method's block of a request.
const BruBlock *methodBlock(const BruDocument &document)
{
    static const QStringList names{QStringLiteral("get"),     QStringLiteral("post"),  QStringLiteral("put"),
                                   QStringLiteral("delete"),  QStringLiteral("patch"), QStringLiteral("options"),
                                   QStringLiteral("head"),    QStringLiteral("http"),  QStringLiteral("trace"),
                                   QStringLiteral("connect"), QStringLiteral("query")};
    const auto found = std::ranges::find_if(document.blocks, [](const BruBlock &block) {
        return names.contains(block.name) &&
               std::ranges::contains(block.entries, QStringLiteral("url"), &BruEntry::name);
    });
    return found == document.blocks.end() ? nullptr : &*found;
}

/// One request.
class BruRequestReader
{
public:
    BruRequestReader(const SourceFile &file, ImportBuilder &builder)
        : m_file(file), m_builder(builder), m_reader(file, builder)
    {
    }

    /// Nothing where it is none that is sent here.
    std::optional<SavedRequest> read()
    {
        const BruDocument &document = m_reader.document();
        const BruBlock *const method = methodBlock(document);
        if (!method) {
            m_builder.warn(m_file.path, 0, QObject::tr("it is not a request over HTTP"));
            return {};
        }
        SavedRequest request;
        request.name = document.value(u"meta", u"name");
        request.name = request.name.isEmpty() ? m_file.baseName() : request.name;
        request.sequence = document.value(u"meta", u"seq").toInt();
        request.tags = document.value(u"meta", u"tags").split(u'\n', Qt::SkipEmptyParts);
        request.method = method->name.toUpper();
        QString bodyName;
        QString authMode;
        for (const BruEntry &each : method->entries) {
            (each.name == QLatin1String("url")      ? request.url
             : each.name == QLatin1String("method") ? request.method
             : each.name == QLatin1String("body")   ? bodyName
                                                    : authMode) = each.value;
        }
        request.headers = headersOf(document);
        request.auth = m_reader.authorization(authMode);
        request.body = body(bodyName);
        readParameters(request);
        readRuntime(request);
        return request;
    }

private:
    void readParameters(SavedRequest &request)
    {
        const auto read = [&](QStringView block, collection::Parameter::Kind kind) {
            for (const BruEntry &each : m_reader.document().entries(block)) {
                request.parameters.append({.name = each.name,
                                           .value = each.value,
                                           .kind = kind,
                                           .isDisabled = each.isDisabled,
                                           .others = {}});
            }
        };
        read(u"query", collection::Parameter::Query);
        read(u"params:query", collection::Parameter::Query);
        read(u"params:path", collection::Parameter::Path);
    }

    void readRuntime(SavedRequest &request)
    {
        const BruDocument &document = m_reader.document();
        request.variables = bruVariables(document.entries(u"vars:pre-request"));
        request.captures = m_reader.captures();
        for (const BruEntry &each : document.entries(u"assert")) {
            collection::Assertion assertion = assertionOf(each.name, each.value);
            assertion.isDisabled = each.isDisabled;
            request.assertions.append(assertion);
        }
        for (const BruEntry &each : document.entries(u"settings")) {
            request.settings[toUtf8(each.name)] = scalarOf(each.value);
        }
        if (const QString docs = document.text(u"docs"); !docs.isEmpty()) {
            request.others["docs"] = docs;
        }
    }

    Body body(const QString &name)
    {
        const BruDocument &document = m_reader.document();
        if (name.isEmpty() || name == QLatin1String("none")) {
            return {};
        }
        if (name == QLatin1String("graphql")) {
            return graphqlBody(document.text(u"body:graphql"), document.text(u"body:graphql:vars"));
        }
        const auto kind = bruBodyKind(name);
        if (!kind) {
            m_builder.warn(m_file.path, 0, QObject::tr("a body of the kind “%1” is not imported").arg(name));
            return {};
        }
        Body made;
        made.kind = *kind;
        const std::string_view known = collection::bodyKindName(*kind);
        const QString block =
            QStringLiteral("body:") + QString::fromLatin1(known.data(), static_cast<qsizetype>(known.size()));
        if (collection::hasFields(*kind)) {
            made.fields = fields(block, *kind);
        } else {
            made.data = document.find(block) ? document.text(block) : document.text(u"body");
        }
        return made;
    }

    QList<collection::BodyField> fields(const QString &block, Body::Kind kind)
    {
        QList<collection::BodyField> made;
        for (const BruEntry &each : m_reader.document().entries(block)) {
            const bool isFile = each.isFile && kind != Body::FormUrlEncoded;
            made.append({.name = kind == Body::File ? QString() : each.name,
                         .value = each.value,
                         .files = kind == Body::File ? QStringList(each.files.value(0)) : each.files,
                         .contentType = each.contentType,
                         .isFile = isFile || kind == Body::File,
                         .isSelected = kind == Body::File && !each.isDisabled,
                         .isDisabled = each.isDisabled && kind != Body::File,
                         .others = {}});
            if (isFile) {
                made.last().value.clear();
                m_builder.warn(m_file.path, each.line,
                               QObject::tr("the file of “%1” is not copied; it must be in the collection's folder")
                                   .arg(each.name));
            }
        }
        return made;
    }

    const SourceFile &m_file;
    ImportBuilder &m_builder;
    BruReader m_reader;
};

} // namespace

BruReader::BruReader(const SourceFile &file, ImportBuilder &builder)
    : m_file(file), m_builder(builder), m_document(parseBru(file.text()))
{
    if (!m_document.unread.isEmpty()) {
        m_builder.warn(file.path, m_document.unread.first(), QObject::tr("the line is not read here"));
    }
    for (const BruBlock &block : std::as_const(m_document.blocks)) {
        const bool isScript = block.name.startsWith(QLatin1String("script")) || block.name == QLatin1String("tests");
        if (isScript && !block.text.trimmed().isEmpty()) {
            m_builder.warn(file.path, block.line, QObject::tr("the script “%1” is not imported").arg(block.name));
        }
    }
}

Json BruReader::authorization(const QString &mode)
{
    if (mode == QLatin1String("inherit")) {
        return Json(mode);
    }
    if (mode.isEmpty() || mode == QLatin1String("none")) {
        return {};
    }
    static const QHash<QString, QStringList> members{
        {QStringLiteral("bearer"), {QStringLiteral("token")}},
        {QStringLiteral("basic"), {QStringLiteral("username"), QStringLiteral("password")}},
        {QStringLiteral("apikey"), {QStringLiteral("key"), QStringLiteral("value"), QStringLiteral("placement")}}};
    const auto known = members.constFind(mode);
    if (known == members.constEnd()) {
        m_builder.warn(m_file.path, 0, QObject::tr("authorization of the type %1 is not imported").arg(mode));
        return {};
    }
    Json auth{{"type", mode}};
    const QString block = QStringLiteral("auth:") + mode;
    for (const QString &member : *known) {
        const QString value = m_document.value(block, member);
        auth[toUtf8(member)] = value == QLatin1String("queryparams") ? QStringLiteral("query") : value;
    }
    return auth;
}

QList<collection::Capture> BruReader::captures()
{
    QList<collection::Capture> made;
    for (const BruEntry &each : m_document.entries(u"vars:post-response")) {
        if (each.value.startsWith(QLatin1String("res."))) {
            made.append({.expression = each.value, .variable = each.name, .isDisabled = each.isDisabled, .others = {}});
        } else {
            m_builder.warn(m_file.path, each.line,
                           QObject::tr("the variable “%1” is set by a script and not imported").arg(each.name));
        }
    }
    return made;
}

void BruReader::fillDefaults(Folder &folder)
{
    folder.defaults.headers = headersOf(m_document);
    folder.defaults.variables = bruVariables(m_document.entries(u"vars:pre-request"));
    folder.defaults.auth = authorization(m_document.value(u"auth", u"mode"));
    if (const QString docs = m_document.text(u"docs"); !docs.isEmpty()) {
        folder.others["docs"] = docs;
    }
    if (!m_document.entries(u"vars:post-response").isEmpty()) {
        m_builder.warn(m_file.path, 0, QObject::tr("variables that answers set for a whole folder are not imported"));
    }
}

QList<collection::Variable> bruVariables(const QList<BruEntry> &entries, bool isSecret)
{
    QList<collection::Variable> variables;
    for (const BruEntry &each : entries) {
        variables.append({.name = each.name,
                          .value = isSecret ? QString() : each.value,
                          .type = {},
                          .isSecret = isSecret,
                          .isDisabled = each.isDisabled,
                          .others = {}});
    }
    return variables;
}

std::optional<SavedRequest> readBruRequest(const SourceFile &file, ImportBuilder &builder)
{
    return BruRequestReader(file, builder).read();
}

} // namespace studio::interchange
