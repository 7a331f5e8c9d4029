// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/handler_info.h"

#include "core/config/yaml_json.h"
#include "core/config/yaml_lines.h"
#include "core/config/yaml_text.h"

#include <QObject>

#include <optional>

namespace studio {

namespace {

/// A schema, or nothing where the value is none.
std::optional<Json> schemaIn(const Json &value)
{
    if (!value.isString()) {
        return value.isObject() ? std::optional(value) : std::nullopt;
    }
    auto parsed = parseJson(QByteArray::fromStdString(value.utf8()));
    return parsed && parsed->isObject() ? std::optional(std::move(*parsed)) : std::nullopt;
}

/// Names in a list, of objects with a name, or before the values of a mapping.
std::optional<QStringList> namesIn(const Json &value)
{
    QStringList names;
    for (const auto &[name, ignored] : value.members()) {
        names << toQString(name);
    }
    for (const Json &each : value.elements()) {
        const Json &name = each.isObject() ? each["name"] : each;
        if (!name.isString()) {
            return {};
        }
        names << name.text();
    }
    return value.isObject() || value.isArray() ? std::optional(names) : std::nullopt;
}

constexpr qsizetype maxWarnings = 20;

class HandlerInfoReader
{
public:
    explicit HandlerInfoReader(const QByteArray &yaml) : m_yaml(yaml) {}

    HandlerInfoReading read(const Json &document)
    {
        for (const auto &[name, value] : document.members()) {
            if (!value.isNull() && !take(name, value)) {
                m_reading.info.others[name] = value;
            }
        }
        return std::move(m_reading);
    }

private:
    /// Whether the value is now where it belongs.
    bool take(const std::string &name, const Json &value)
    {
        HandlerInfo &info = m_reading.info;
        if (name == "name" || name == "description" || name == "runtime") {
            QString &text = name == "name" ? info.name : name == "runtime" ? info.runtime : info.description;
            text = value.text();
            return value.isString() || refuse(name, QObject::tr("“%1” is not a text"));
        }
        if (name == "mcp_enabled") {
            info.isMcpEnabled = value.boolean();
            return value.isBoolean() || refuse(name, QObject::tr("“%1” is not true or false"));
        }
        if (name == "input" || name == "output") {
            const auto schema = schemaIn(value);
            (name == "input" ? info.input : info.output) = schema.value_or(Json());
            return schema.has_value() || refuse(name, QObject::tr("“%1” is not a schema"));
        }
        if (name == "env") {
            const auto names = namesIn(value);
            info.env = names.value_or(QStringList());
            return names.has_value() || refuse(name, QObject::tr("“%1” is not a list of names"));
        }
        if (name == "test_input") {
            info.testInput = value;
            return true;
        }
        return refuse(name, QObject::tr("“%1” is not known"));
    }

    bool refuse(const std::string &name, const QString &message)
    {
        if (m_reading.warnings.size() >= maxWarnings) { // to find a line takes reading all of it
            return false;
        }
        const QString key = toQString(name);
        m_reading.warnings << QObject::tr("line %1: %2").arg(yamlLineOf(m_yaml, key)).arg(message.arg(key));
        return false;
    }

    const QByteArray &m_yaml;
    HandlerInfoReading m_reading;
};

} // namespace

Result<HandlerInfoReading> readHandlerInfo(const QByteArray &yaml)
{
    const auto document = yamlAsJson(yaml);
    if (!document) {
        return std::unexpected(document.error());
    }
    if (!document->isObject() && !document->isNull()) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("The file is not a mapping."));
    }
    return HandlerInfoReader(yaml).read(*document);
}

QByteArray handlerInfoText(const HandlerInfo &info)
{
    Json document = Json::object();
    const auto add = [&](const char *name, const Json &value) {
        if (!value.isNull() && !(value.isString() && value.utf8().empty())) {
            document[name] = value;
        }
    };
    add("name", Json(info.name));
    add("description", Json(info.description));
    add("runtime", Json(info.runtime));
    if (info.isMcpEnabled) {
        document["mcp_enabled"] = true;
    }
    add("input", info.input);
    add("output", info.output);
    for (const QString &name : info.env) {
        document["env"].push_back(Json(name));
    }
    add("test_input", info.testInput);
    for (const auto &[name, value] : info.others.members()) {
        if (!document.contains(name)) {
            document[name] = value;
        }
    }
    return toYaml(document);
}

} // namespace studio
