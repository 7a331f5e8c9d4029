// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/collection_file.h"

#include "core/collection/collection_field.h"
#include "core/config/yaml_json.h"
#include "core/config/yaml_lines.h"

#include <QObject>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace studio::collection {

namespace {

template <std::size_t Count> using Names = std::array<std::string_view, Count>;

QList<Header> headersOf(const Field &field)
{
    QList<Header> headers;
    field.each([&](const Field &each) {
        headers.append({.name = each["name"].required().text(),
                        .value = each["value"].text(),
                        .isDisabled = each["disabled"].flag(),
                        .others = each.membersBut(Names<3>{"name", "value", "disabled"})});
    });
    return headers;
}

QList<Parameter> parametersOf(const Field &field)
{
    QList<Parameter> parameters;
    field.each([&](const Field &each) {
        parameters.append({.name = each["name"].required().text(),
                           .value = each["value"].text(),
                           .kind = each["type"].text() == QLatin1String("path") ? Parameter::Path : Parameter::Query,
                           .isDisabled = each["disabled"].flag(),
                           .others = each.membersBut(Names<4>{"name", "value", "type", "disabled"})});
    });
    return parameters;
}

Variable variableOf(const Field &field)
{
    Variable variable{.name = field["name"].required().text(),
                      .value = {},
                      .type = {},
                      .isSecret = field["secret"].flag(),
                      .isDisabled = field["disabled"].flag(),
                      .others = field.membersBut(Names<4>{"name", "value", "secret", "disabled"})};
    const Field value = field["value"];
    if (value.json().isObject()) {
        variable.type = value["type"].text();
        variable.value = value["data"].text();
    } else {
        variable.value = value.text();
    }
    if (variable.isSecret) {
        variable.value.clear(); // what stands in a file is not secret
    }
    return variable;
}

QList<Variable> variablesOf(const Field &field)
{
    QList<Variable> variables;
    field.each([&](const Field &each) { variables.append(variableOf(each)); });
    return variables;
}

BodyField bodyFieldOf(const Field &field, Body::Kind kind)
{
    BodyField made{.name = field["name"].text(),
                   .value = {},
                   .files = {},
                   .contentType = field["contentType"].text(),
                   .isFile = kind == Body::File || field["type"].text() == QLatin1String("file"),
                   .isSelected = field["selected"].flag(),
                   .isDisabled = field["disabled"].flag(),
                   .others = field.membersBut(
                       Names<7>{"name", "value", "type", "contentType", "disabled", "filePath", "selected"})};
    if (kind == Body::File) {
        made.files << field["filePath"].text();
        return made;
    }
    const Field value = field["value"];
    if (value.json().isArray()) {
        made.files = value.texts();
    } else if (made.isFile) {
        made.files << value.text();
    } else {
        made.value = value.text();
    }
    return made;
}

Body bodyOf(const Field &field)
{
    Body body;
    if (!field.isThere()) {
        return body;
    }
    const QString type = field["type"].text();
    const auto kind = bodyKindNamed(toUtf8(type));
    if (!kind) {
        field["type"].refuse(QObject::tr("“%1” is not a kind of body").arg(type));
    }
    if (!kind || *kind == Body::None) {
        return body;
    }
    body.kind = *kind;
    body.others = field.membersBut(Names<2>{"type", "data"});
    if (!hasFields(body.kind)) {
        body.data = field["data"].text();
    } else {
        field["data"].each([&](const Field &each) { body.fields.append(bodyFieldOf(each, body.kind)); });
    }
    return body;
}

QList<Assertion> assertionsOf(const Field &field)
{
    QList<Assertion> assertions;
    field.each([&](const Field &each) {
        assertions.append({.expression = each["expression"].required().text(),
                           .operatorName = each["operator"].text(QStringLiteral("eq")),
                           .value = each["value"].text(),
                           .isDisabled = each["disabled"].flag(),
                           .others = each.membersBut(Names<4>{"expression", "operator", "value", "disabled"})});
    });
    return assertions;
}

void readActions(const Field &field, SavedRequest &request)
{
    field.each([&](const Field &each) {
        if (each["type"].text() != QLatin1String("set-variable") ||
            each["phase"].text() != QLatin1String("after-response")) {
            request.otherActions.push_back(each.json());
            return;
        }
        request.captures.append(
            {.expression = each["selector"]["expression"].required().text(),
             .variable = each["variable"]["name"].required().text(),
             .scope = each["variable"]["scope"].text(QStringLiteral("runtime")),
             .isDisabled = each["disabled"].flag(),
             .others = each.membersBut(Names<5>{"type", "phase", "selector", "variable", "disabled"})});
    });
}

RequestDefaults defaultsOf(const Field &field)
{
    return {.headers = headersOf(field["headers"]),
            .variables = variablesOf(field["variables"]),
            .auth = field["auth"].json(),
            .others = field.membersBut(Names<3>{"headers", "variables", "auth"})};
}

/// The line that libyaml's message names.
int lineOf(const QString &message)
{
    static const QRegularExpression line(QStringLiteral("\\Aline ([0-9]{1,9})"));
    return line.match(message).captured(1).toInt();
}

QString withoutLine(const QString &message)
{
    static const QRegularExpression line(QStringLiteral("\\Aline [0-9]+, "));
    QString rest = message;
    return rest.remove(line);
}

/// Reads the text into a value by `read`, or says where that ends.
template <typename T, typename Read> Parsed<T> parseWith(const QByteArray &utf8, Read read, int *values = nullptr)
{
    if (const int conflict = conflictLine(utf8); conflict > 0) {
        return std::unexpected(
            FileFault{conflict, QObject::tr("the file has a merge conflict. Resolve it and remove git's markers")});
    }
    const QByteArray text = utf8.startsWith("\xef\xbb\xbf") ? utf8.sliced(3) : utf8;
    const auto document = yamlAsJson(text, values);
    if (!document) {
        const QString &message = document.error().message;
        return std::unexpected(FileFault{lineOf(message), withoutLine(message)});
    }
    std::optional<PathFault> fault;
    const Field root(*document, &fault);
    if (!document->isObject()) {
        root.refuseAs(QObject::tr("a mapping"));
    }
    T value = read(root);
    if (fault) {
        return std::unexpected(FileFault{yamlLineOf(text, fault->path), fault->message});
    }
    return value;
}

SavedRequest requestOf(const Field &root)
{
    SavedRequest request;
    const Field info = root["info"];
    const QString type = info["type"].text(QStringLiteral("http"));
    if (type != QLatin1String("http")) {
        info["type"].refuse(QObject::tr("requests of the type %1 are not run here").arg(type));
        return request;
    }
    request.name = info["name"].text();
    request.sequence = info["seq"].number();
    request.tags = info["tags"].texts();
    request.otherInfo = info.membersBut(Names<4>{"name", "type", "seq", "tags"});

    const Field http = root["http"].required();
    request.method = http["method"].text(QStringLiteral("GET"));
    request.url = http["url"].text();
    request.headers = headersOf(http["headers"]);
    request.parameters = parametersOf(http["params"]);
    request.body = bodyOf(http["body"]);
    request.auth = http["auth"].json();
    request.otherHttp = http.membersBut(Names<6>{"method", "url", "headers", "params", "body", "auth"});

    const Field runtime = root["runtime"];
    request.variables = variablesOf(runtime["variables"]);
    request.assertions = assertionsOf(runtime["assertions"]);
    readActions(runtime["actions"], request);
    request.scripts = runtime["scripts"].json();
    request.otherRuntime = runtime.membersBut(Names<4>{"variables", "assertions", "actions", "scripts"});

    request.settings = root["settings"].json();
    request.others = root.membersBut(Names<4>{"info", "http", "runtime", "settings"});
    return request;
}

Folder folderOf(const Field &root)
{
    const Field info = root["info"];
    Folder folder;
    folder.name = info["name"].text();
    folder.sequence = info["seq"].number();
    folder.otherInfo = info.membersBut(Names<3>{"name", "type", "seq"});
    folder.defaults = defaultsOf(root["request"]);
    folder.others = root.membersBut(Names<3>{"opencollection", "info", "request"});
    return folder;
}

Environment environmentOf(const Field &root)
{
    return {.path = {},
            .name = root["name"].text(),
            .variables = variablesOf(root["variables"]),
            .others = root.membersBut(Names<2>{"name", "variables"})};
}

} // namespace

int conflictLine(QByteArrayView utf8)
{
    static constexpr std::array<QByteArrayView, 3> markers{"<<<<<<<", "=======", ">>>>>>>"};
    int line = 1;
    for (qsizetype at = 0; at < utf8.size(); ++line) {
        const QByteArrayView rest = utf8.sliced(at);
        for (const QByteArrayView marker : markers) {
            // Git writes blanks and a name behind it, or nothing. A line of a block of text is indented.
            if (rest.startsWith(marker) &&
                (rest.size() == marker.size() || QByteArrayView(" \r\n").contains(rest[marker.size()]))) {
                return line;
            }
        }
        const qsizetype end = rest.indexOf('\n');
        at = end < 0 ? utf8.size() : at + end + 1;
    }
    return 0;
}

Parsed<SavedRequest> parseRequest(const QByteArray &utf8, int *values)
{
    return parseWith<SavedRequest>(utf8, requestOf, values);
}

Parsed<Folder> parseFolder(const QByteArray &utf8, int *values)
{
    return parseWith<Folder>(utf8, folderOf, values);
}

Parsed<Folder> parseRoot(const QByteArray &utf8, int *values)
{
    return parseWith<Folder>(utf8, folderOf, values);
}

Parsed<Environment> parseEnvironment(const QByteArray &utf8, int *values)
{
    return parseWith<Environment>(utf8, environmentOf, values);
}

} // namespace studio::collection
