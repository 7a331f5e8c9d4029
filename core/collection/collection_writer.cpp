// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/collection_writer.h"

#include "core/base/files.h"
#include "core/base/user_file.h"
#include "core/collection/collection_file.h"
#include "core/collection/collection_reader.h"
#include "core/config/yaml_text.h"

#include <QDir>
#include <QFileInfo>
#include <QObject>

#include <algorithm>
#include <optional>

namespace studio::collection {

namespace {

/// The last members of a mapping: those that are unknown here.
void addOthers(Json &mapping, const Json &others)
{
    for (const auto &[name, value] : others.members()) {
        mapping[name] = value;
    }
}

void addText(Json &mapping, const char *name, const QString &text)
{
    if (!text.isEmpty()) {
        mapping[name] = text;
    }
}

void addFlag(Json &mapping, const char *name, bool flag)
{
    if (flag) {
        mapping[name] = true;
    }
}

void addPart(Json &mapping, const char *name, Json part)
{
    if (part.size() > 0 || part.isString()) {
        mapping[name] = std::move(part);
    }
}

template <typename T, typename Write> Json sequenceOf(const QList<T> &values, Write write)
{
    Json sequence = Json::array();
    for (const T &value : values) {
        sequence.push_back(write(value));
    }
    return sequence;
}

Json headerJson(const Header &header)
{
    Json json{{"name", header.name}, {"value", header.value}};
    addFlag(json, "disabled", header.isDisabled);
    addOthers(json, header.others);
    return json;
}

Json parameterJson(const Parameter &parameter)
{
    Json json{{"name", parameter.name},
              {"value", parameter.value},
              {"type", parameter.kind == Parameter::Path ? "path" : "query"}};
    addFlag(json, "disabled", parameter.isDisabled);
    addOthers(json, parameter.others);
    return json;
}

Json variableJson(const Variable &variable)
{
    Json json = Json::object();
    if (variable.isSecret) {
        json["secret"] = true;
    }
    json["name"] = variable.name;
    if (!variable.isSecret && variable.type.isEmpty()) {
        json["value"] = variable.value;
    } else if (!variable.isSecret) {
        json["value"] = Json{{"type", variable.type}, {"data", variable.value}};
    }
    addFlag(json, "disabled", variable.isDisabled);
    addOthers(json, variable.others);
    return json;
}

Json bodyFieldJson(const BodyField &field, Body::Kind kind)
{
    Json json = Json::object();
    if (kind == Body::File) {
        json = {{"filePath", field.files.value(0)}, {"contentType", field.contentType}, {"selected", field.isSelected}};
    } else {
        json["name"] = field.name;
        if (kind == Body::MultipartForm) {
            json["type"] = field.isFile ? "file" : "text";
        }
        json["value"] =
            field.isFile ? sequenceOf(field.files, [](const QString &file) { return Json(file); }) : Json(field.value);
        addText(json, "contentType", field.contentType);
    }
    addFlag(json, "disabled", field.isDisabled);
    addOthers(json, field.others);
    return json;
}

Json bodyJson(const Body &body)
{
    if (body.kind == Body::None) {
        return {};
    }
    Json json{{"type", bodyKindName(body.kind)}};
    if (!hasFields(body.kind)) {
        json["data"] = body.data;
    } else {
        addPart(json, "data",
                sequenceOf(body.fields, [&](const BodyField &field) { return bodyFieldJson(field, body.kind); }));
    }
    addOthers(json, body.others);
    return json;
}

Json assertionJson(const Assertion &assertion)
{
    Json json{{"expression", assertion.expression}, {"operator", assertion.operatorName}};
    addText(json, "value", assertion.value);
    addFlag(json, "disabled", assertion.isDisabled);
    addOthers(json, assertion.others);
    return json;
}

Json captureJson(const Capture &capture)
{
    Json json{{"type", "set-variable"},
              {"phase", "after-response"},
              {"selector", Json{{"expression", capture.expression}, {"method", "jsonq"}}},
              {"variable", Json{{"name", capture.variable}, {"scope", capture.scope}}}};
    addFlag(json, "disabled", capture.isDisabled);
    addOthers(json, capture.others);
    return json;
}

Json httpJson(const SavedRequest &request)
{
    Json http{{"method", request.method}, {"url", request.url}};
    addPart(http, "headers", sequenceOf(request.headers, headerJson));
    addPart(http, "params", sequenceOf(request.parameters, parameterJson));
    addPart(http, "body", bodyJson(request.body));
    addPart(http, "auth", request.auth);
    addOthers(http, request.otherHttp);
    return http;
}

Json runtimeJson(const SavedRequest &request)
{
    Json runtime = Json::object();
    addPart(runtime, "variables", sequenceOf(request.variables, variableJson));
    addPart(runtime, "scripts", request.scripts);
    addPart(runtime, "assertions", sequenceOf(request.assertions, assertionJson));
    Json actions = sequenceOf(request.captures, captureJson);
    for (const Json &other : request.otherActions.elements()) {
        actions.push_back(other);
    }
    addPart(runtime, "actions", std::move(actions));
    addOthers(runtime, request.otherRuntime);
    return runtime;
}

Json infoJson(const QString &name, const char *type, const std::optional<int> &sequence)
{
    Json info{{"name", name}};
    if (type) {
        info["type"] = type;
    }
    if (sequence) {
        info["seq"] = *sequence;
    }
    return info;
}

Json defaultsJson(const RequestDefaults &defaults)
{
    Json json = Json::object();
    addPart(json, "headers", sequenceOf(defaults.headers, headerJson));
    addPart(json, "auth", defaults.auth);
    addPart(json, "variables", sequenceOf(defaults.variables, variableJson));
    addOthers(json, defaults.others);
    return json;
}

/// Whether the reader takes the file of this path for a request.
bool isRequestPath(const QStringList &parts)
{
    const bool isNamedForAnother = parts.last() == folderFileName || (parts.size() == 1 && parts[0] == rootFileName) ||
                                   (parts.size() > 1 && parts[0] == environmentsFolderName);
    return !isNamedForAnother && !parts.contains(ignoredFolderName) && parts.size() <= maxCollectionDepth + 1;
}

bool isEnvironmentPath(const QStringList &parts)
{
    return parts.size() == 2 && parts[0] == environmentsFolderName;
}

/// The absolute path of a file of the collection. Whatever its name says, it is below the collection's folder.
Result<QString> absolutePathOf(const QString &folder, const QString &path, bool (*isOfKind)(const QStringList &))
{
    const QStringList parts = path.split(u'/');
    const bool isPlain = std::ranges::none_of(
        parts, [](const QString &part) { return part.isEmpty() || part.startsWith(u'.') || part.contains(QChar(0)); });
    if (!isPlain || !path.endsWith(QLatin1String(".yml")) || !isOfKind(parts)) {
        return fail(ErrorCode::InvalidArgument,
                    isOfKind == isEnvironmentPath ? QObject::tr("“%1” is not the path of an environment.").arg(path)
                                                  : QObject::tr("“%1” is not the path of a saved request.").arg(path));
    }
    QString whole = folder;
    for (const QString &part : parts) {
        whole += u'/' + part;
        if (QFileInfo(whole).isSymLink()) { // which the reader does not follow either
            return fail(ErrorCode::InvalidArgument, QObject::tr("%1 leads through a link.").arg(path));
        }
    }
    return whole;
}

/// What is in the file, as the reader of a collection has it; nothing where there is no file.
template <typename T, typename Parse>
Result<std::optional<T>> readWritten(const QString &file, const QString &path, Parse parse)
{
    const auto content = readRegularFile(file, maxCollectionFileBytes);
    if (!content) {
        return std::unexpected(content.error());
    }
    if (!*content) {
        return std::optional<T>();
    }
    auto parsed = parse(**content, nullptr);
    if (!parsed) {
        const ReadWarning why{path, parsed.error().line, parsed.error().message};
        return fail(ErrorCode::FailedPrecondition,
                    QObject::tr("The file cannot be read, so it is not written over. %1").arg(why.text()));
    }
    parsed->path = path;
    if (parsed->name.isEmpty()) {
        parsed->name = QFileInfo(path).completeBaseName();
    }
    return std::optional(std::move(*parsed));
}

/// `parse` reads what is there; a file that reads as `value` stays.
template <typename T, typename Parse>
Result<void> saveUnlessSame(const QString &path, const T &value, const T *read, const QByteArray &text, Parse parse)
{
    const auto written = readWritten<T>(path, value.path, parse);
    if (!written) {
        return std::unexpected(written.error());
    }
    if (*written && **written == value) {
        return {};
    }
    if (*written && !(read && **written == *read)) {
        return fail(ErrorCode::FailedPrecondition,
                    read ? QObject::tr("%1 was changed since it was read. Read it again.").arg(value.path)
                         : QObject::tr("There is a file %1 already.").arg(value.path));
    }
    if (auto made = makeFolder(QFileInfo(path).path()); !made) {
        return made;
    }
    return saveUserFile(path, text);
}

} // namespace

QByteArray requestText(const SavedRequest &request)
{
    Json info = infoJson(request.name, "http", request.sequence);
    addPart(info, "tags", sequenceOf(request.tags, [](const QString &tag) { return Json(tag); }));
    addOthers(info, request.otherInfo);
    Json document{{"info", info}, {"http", httpJson(request)}};
    addPart(document, "runtime", runtimeJson(request));
    addPart(document, "settings", request.settings);
    addOthers(document, request.others);
    return toYaml(document);
}

QByteArray folderText(const Folder &folder)
{
    Json info = infoJson(folder.name, "folder", folder.sequence);
    addOthers(info, folder.otherInfo);
    Json document{{"info", info}};
    addPart(document, "request", defaultsJson(folder.defaults));
    addOthers(document, folder.others);
    return toYaml(document);
}

QByteArray rootText(const Folder &root)
{
    Json info = infoJson(root.name, nullptr, root.sequence);
    addOthers(info, root.otherInfo);
    Json document{{"opencollection", "1.0.0"}, {"info", info}};
    addPart(document, "request", defaultsJson(root.defaults));
    addOthers(document, root.others);
    return toYaml(document);
}

QByteArray environmentText(const Environment &environment)
{
    Json document{{"name", environment.name}, {"variables", sequenceOf(environment.variables, variableJson)}};
    addOthers(document, environment.others);
    return toYaml(document);
}

Result<void> saveRequest(const QString &folder, const SavedRequest &request, const SavedRequest *before)
{
    const auto path = absolutePathOf(folder, request.path, isRequestPath);
    return path ? saveUnlessSame(*path, request, before, requestText(request), parseRequest)
                : std::unexpected(path.error());
}

Result<void> saveEnvironment(const QString &folder, const Environment &environment, const Environment *before)
{
    const auto path = absolutePathOf(folder, environment.path, isEnvironmentPath);
    return path ? saveUnlessSame(*path, environment, before, environmentText(environment), parseEnvironment)
                : std::unexpected(path.error());
}

Result<void> saveNewFolder(const QString &folder, const QString &path, const Folder &made)
{
    const QString file = path + u'/' + folderFileName;
    const auto isFolderFile = [](const QStringList &parts) { return parts.size() <= maxCollectionDepth + 1; };
    const auto absolute = absolutePathOf(folder, file, isFolderFile);
    if (!absolute) {
        return std::unexpected(absolute.error());
    }
    if (QFileInfo::exists(*absolute)) {
        return fail(ErrorCode::FailedPrecondition, QObject::tr("There is a file %1 already.").arg(file));
    }
    if (auto is = makeFolder(QFileInfo(*absolute).path()); !is) {
        return is;
    }
    return saveUserFile(*absolute, folderText(made));
}

Result<void> makeCollection(const QString &folder, const QString &name)
{
    const QString path = QDir(folder).filePath(rootFileName);
    if (QFileInfo::exists(path)) {
        return {};
    }
    if (auto made = makeFolder(folder); !made) {
        return made;
    }
    Folder root;
    root.name = name;
    return saveUserFile(path, rootText(root));
}

} // namespace studio::collection
