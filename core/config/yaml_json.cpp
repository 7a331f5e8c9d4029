// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/yaml_json.h"

#include "core/config/yaml_parser.h"

#include <QObject>
#include <QRegularExpression>

namespace studio {

namespace {

constexpr int maxYamlLevels = 64;

class YamlReader
{
public:
    YamlReader(const QByteArray &utf8, int maxValues) : m_parser(utf8), m_maxValues(maxValues) {}

    [[nodiscard]] int values() const { return m_values; }

    Result<Json> read()
    {
        for (;;) {
            if (const auto read = next(); !read) {
                return std::unexpected(read.error());
            }
            switch (m_event->type) {
            case YAML_STREAM_END_EVENT:
                return Json();
            case YAML_STREAM_START_EVENT:
            case YAML_DOCUMENT_START_EVENT:
            case YAML_DOCUMENT_END_EVENT:
                break;
            default:
                return onlyValue();
            }
        }
    }

private:
    /// Of the event that was read, and that no other one follows.
    Result<Json> onlyValue()
    {
        auto only = value(0);
        while (only && m_event->type != YAML_STREAM_END_EVENT) {
            if (const auto read = next(); !read) {
                return std::unexpected(read.error());
            }
            if (m_event->type == YAML_DOCUMENT_START_EVENT) {
                return failHere(QObject::tr("a second document"));
            }
        }
        return only;
    }

    Result<void> next()
    {
        const auto event = m_parser.next();
        m_event = event.value_or(nullptr);
        return event ? Result<void>() : std::unexpected(event.error());
    }

    [[nodiscard]] std::unexpected<Error> failHere(const QString &what) const
    {
        return config::YamlParser::failAt(m_event->start_mark, what);
    }

    /// Of the event that was read.
    Result<Json> value(int level)
    {
        if (level > maxYamlLevels || ++m_values > m_maxValues) {
            return failHere(QObject::tr("too large"));
        }
        switch (m_event->type) {
        case YAML_SCALAR_EVENT:
            return scalar();
        case YAML_SEQUENCE_START_EVENT:
            return sequence(level);
        case YAML_MAPPING_START_EVENT:
            return mapping(level);
        default:
            return failHere(QObject::tr("an alias, or no value"));
        }
    }

    [[nodiscard]] QByteArray scalarText() const
    {
        return {reinterpret_cast<const char *>(m_event->data.scalar.value),
                static_cast<qsizetype>(m_event->data.scalar.length)};
    }

    [[nodiscard]] Json scalar() const
    {
        const QByteArray text = scalarText();
        if (m_event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE) {
            return Json(text);
        }
        constexpr QByteArrayView firstOfOthers("-0123456789tTfFnN~");
        if (!text.isEmpty() && !firstOfOthers.contains(text.front())) {
            return Json(text); // as most are: the patterns below cost more than all the rest of a file
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
        for (;;) {
            if (const auto read = next(); !read) {
                return std::unexpected(read.error());
            }
            if (m_event->type == YAML_SEQUENCE_END_EVENT) {
                return array;
            }
            auto element = value(level + 1);
            if (!element) {
                return element;
            }
            array.push_back(std::move(*element));
        }
    }

    Result<Json> mapping(int level)
    {
        Json object = Json::object();
        for (;;) {
            if (const auto read = next(); !read) {
                return std::unexpected(read.error());
            }
            if (m_event->type == YAML_MAPPING_END_EVENT) {
                return object;
            }
            if (m_event->type != YAML_SCALAR_EVENT) {
                return failHere(QObject::tr("a key that is no text"));
            }
            const std::string key = scalarText().toStdString();
            if (const auto read = next(); !read) {
                return std::unexpected(read.error());
            }
            auto member = value(level + 1);
            if (!member) {
                return member;
            }
            object[key] = std::move(*member);
        }
    }

    config::YamlParser m_parser;
    const yaml_event_t *m_event = nullptr; ///< the one that was read last
    int m_maxValues;
    int m_values = 0;
};

} // namespace

Result<Json> yamlAsJson(const QByteArray &utf8, int *values, int maxValues)
{
    YamlReader reader(utf8, maxValues);
    auto read = reader.read();
    if (values) {
        *values = reader.values();
    }
    return read;
}

} // namespace studio
