// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/yaml_json.h"

#include <QRegularExpression>

#include <yaml.h>

namespace studio {

namespace {

constexpr int maxYamlLevels = 64;
constexpr int maxYamlValues = 50'000;

/// libyaml's parser, read value by value.
class YamlReader
{
public:
    explicit YamlReader(const QByteArray &utf8)
    {
        yaml_parser_initialize(&m_parser);
        yaml_parser_set_encoding(&m_parser, YAML_UTF8_ENCODING);
        yaml_parser_set_input_string(&m_parser, reinterpret_cast<const unsigned char *>(utf8.constData()),
                                     static_cast<std::size_t>(utf8.size()));
    }
    ~YamlReader()
    {
        yaml_event_delete(&m_event);
        yaml_parser_delete(&m_parser);
    }
    Q_DISABLE_COPY_MOVE(YamlReader)

    Result<Json> read()
    {
        for (;;) {
            if (!next()) {
                return failHere(QString::fromUtf8(m_parser.problem ? m_parser.problem : "no YAML"));
            }
            if (m_event.type == YAML_STREAM_END_EVENT) {
                return Json();
            }
            const bool isValue = m_event.type != YAML_STREAM_START_EVENT && m_event.type != YAML_DOCUMENT_START_EVENT &&
                                 m_event.type != YAML_DOCUMENT_END_EVENT;
            if (isValue) {
                return value(0);
            }
        }
    }

private:
    bool next()
    {
        yaml_event_delete(&m_event);
        return yaml_parser_parse(&m_parser, &m_event) != 0;
    }

    [[nodiscard]] std::unexpected<Error> failHere(const QString &what) const
    {
        const yaml_mark_t mark = m_parser.problem ? m_parser.problem_mark : m_event.start_mark;
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("line %1, column %2: %3").arg(mark.line + 1).arg(mark.column + 1).arg(what));
    }

    /// Of the event that was read.
    Result<Json> value(int level)
    {
        if (level > maxYamlLevels || ++m_values > maxYamlValues) {
            return failHere(QStringLiteral("too large"));
        }
        switch (m_event.type) {
        case YAML_SCALAR_EVENT:
            return scalar();
        case YAML_SEQUENCE_START_EVENT:
            return sequence(level);
        case YAML_MAPPING_START_EVENT:
            return mapping(level);
        default:
            return failHere(QStringLiteral("an alias, or no value"));
        }
    }

    [[nodiscard]] QByteArray scalarText() const
    {
        return {reinterpret_cast<const char *>(m_event.data.scalar.value),
                static_cast<qsizetype>(m_event.data.scalar.length)};
    }

    [[nodiscard]] Json scalar() const
    {
        const QByteArray text = scalarText();
        if (m_event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE) {
            return Json(text);
        }
        const QString plain = QString::fromUtf8(text);
        static const QRegularExpression number(
            QStringLiteral("\\A-?(?:0|[1-9][0-9]{0,30})(?:\\.[0-9]{1,30})?(?:[eE][-+]?[0-9]{1,3})?\\z"));
        static const QRegularExpression word(QStringLiteral("\\A(?:true|True|TRUE|false|False|FALSE)\\z"));
        if (plain.isEmpty() || plain == QLatin1String("~") || plain.toLower() == QLatin1String("null")) {
            return {};
        }
        if (word.match(plain).hasMatch()) {
            return Json(plain.toLower() == QLatin1String("true"));
        }
        return number.match(plain).hasMatch() ? parseJson(text).value_or(Json(text)) : Json(text);
    }

    Result<Json> sequence(int level)
    {
        Json array = Json::array();
        while (next() && m_event.type != YAML_SEQUENCE_END_EVENT) {
            auto element = value(level + 1);
            if (!element) {
                return element;
            }
            array.push_back(std::move(*element));
        }
        return m_event.type == YAML_SEQUENCE_END_EVENT ? Result<Json>(array) : failHere(QStringLiteral("no YAML"));
    }

    Result<Json> mapping(int level)
    {
        Json object = Json::object();
        while (next() && m_event.type != YAML_MAPPING_END_EVENT) {
            if (m_event.type != YAML_SCALAR_EVENT) {
                return failHere(QStringLiteral("a key that is no text"));
            }
            const std::string key = scalarText().toStdString();
            if (!next()) {
                return failHere(QStringLiteral("no YAML"));
            }
            auto member = value(level + 1);
            if (!member) {
                return member;
            }
            object[key] = std::move(*member);
        }
        return m_event.type == YAML_MAPPING_END_EVENT ? Result<Json>(object) : failHere(QStringLiteral("no YAML"));
    }

    yaml_parser_t m_parser{};
    yaml_event_t m_event{};
    int m_values = 0;
};

} // namespace

Result<Json> yamlAsJson(const QByteArray &utf8)
{
    return YamlReader(utf8).read();
}

} // namespace studio
