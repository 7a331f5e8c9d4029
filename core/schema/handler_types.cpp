// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/handler_types.h"

#include "core/schema/rust_schema.h"

#include <algorithm>

namespace studio {

namespace {

/// "src/orders/mod.rs" is the module orders.
QStringList modulesOf(const QString &path)
{
    QStringList parts = path.split(u'/');
    if (parts.value(0) == QLatin1String("src")) {
        parts.removeFirst();
    }
    QString last = parts.isEmpty() ? QString() : parts.takeLast();
    last.chop(last.endsWith(QLatin1String(".rs")) ? 3 : 0);
    const bool isRoot = last == QLatin1String("mod") ||
                        (parts.isEmpty() && (last == QLatin1String("lib") || last == QLatin1String("main")));
    return isRoot ? parts : parts + QStringList(last);
}

QString placeOf(const RustRead &read)
{
    return QStringLiteral("%1:%2").arg(read.file).arg(read.line);
}

/// What is read as a whole: of several types any.
Json bodySchema(RustSchemas &schemas, const QList<RustRead> &reads)
{
    Json choices = Json::array();
    QStringList seen;
    for (const RustRead &read : reads) {
        if (!read.isBody || !read.type) {
            continue;
        }
        Json one = schemas.schemaOf(*read.type, read.file, modulesOf(read.file));
        const bool isAny = one.isEmpty() || (one.size() == 1 && one.contains("x-rust-type"));
        if (isAny) {
            return Json::object(); // serde_json::Value takes everything
        }
        const QString text = RustSchemas::textOf(*read.type);
        if (!seen.contains(text)) {
            seen << text;
            one["x-rust-place"] = placeOf(read);
            choices.push_back(std::move(one));
        }
    }
    return choices.isEmpty() ? Json::object() : choices.size() == 1 ? Json(choices[0]) : Json{{"anyOf", choices}};
}

/// An object of the fields that are read one by one.
Json fieldSchema(RustSchemas &schemas, const QList<RustRead> &reads)
{
    Json properties = Json::object();
    Json required = Json::array();
    QStringList needed;
    for (const RustRead &read : reads) {
        if (read.isBody || read.field.isEmpty()) {
            continue;
        }
        Json value = read.type ? schemas.schemaOf(*read.type, read.file, modulesOf(read.file)) : Json::object();
        value["x-rust-place"] = placeOf(read);
        const std::string key = read.field.toStdString();
        const Json *const before = std::as_const(properties).find(key);
        if (!before || !before->contains("x-rust-type")) { // the first one whose type is known
            properties[key] = std::move(value);
        }
        if (read.isRequired && read.type && !RustSchemas::isOptional(*read.type) && !needed.contains(read.field)) {
            needed << read.field;
            required.push_back(Json(key));
        }
    }
    if (properties.isEmpty()) {
        return Json::object();
    }
    return {{"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}};
}

} // namespace

HandlerInputs handlerInputs(const QList<RustFile> &files, const std::stop_token &stop)
{
    HandlerInputs inputs;
    QList<RustItem> items;
    QList<RustRead> reads;
    for (const RustFile &file : files) {
        if (stop.stop_requested()) {
            return {};
        }
        const RustSource source = readRustSource(file.path, modulesOf(file.path), file.text);
        items += source.items;
        reads += source.reads;
        inputs.queryNames += source.queryNames;
        inputs.headerNames += source.headerNames;
    }
    inputs.queryNames.removeDuplicates();
    inputs.headerNames.removeDuplicates();
    RustSchemas schemas(items);
    const Json body = bodySchema(schemas, reads);
    Json schema = fieldSchema(schemas, reads);
    if (!body.isEmpty() && !schema.isEmpty()) {
        schema["allOf"] = Json::array({body});
    } else if (!body.isEmpty()) {
        schema = body;
    }
    if (!schema.isEmpty() && !schemas.definitions().isEmpty()) {
        schema["$defs"] = schemas.definitions();
    }
    inputs.body = std::move(schema);
    return inputs;
}

Json handlerInputSchema(const QList<RustFile> &files, const std::stop_token &stop)
{
    return handlerInputs(files, stop).body;
}

} // namespace studio
