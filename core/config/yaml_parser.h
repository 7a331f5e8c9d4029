// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>

#include <yaml.h>

namespace studio::config {

/// libyaml's parser over a text that outlives it.
class YamlParser
{
public:
    explicit YamlParser(const QByteArray &utf8)
    {
        yaml_parser_initialize(&m_parser);
        yaml_parser_set_encoding(&m_parser, YAML_UTF8_ENCODING);
        yaml_parser_set_input_string(&m_parser, reinterpret_cast<const unsigned char *>(utf8.constData()),
                                     static_cast<std::size_t>(utf8.size()));
    }
    ~YamlParser()
    {
        yaml_event_delete(&m_event);
        yaml_parser_delete(&m_parser);
    }
    Q_DISABLE_COPY_MOVE(YamlParser)

    /// The next event; it lives until the one after.
    Result<const yaml_event_t *> next()
    {
        yaml_event_delete(&m_event);
        if (yaml_parser_parse(&m_parser, &m_event) == 0) {
            return failAt(m_parser.problem_mark, QString::fromUtf8(m_parser.problem ? m_parser.problem : "no YAML"));
        }
        return &m_event;
    }

    [[nodiscard]] static std::unexpected<Error> failAt(const yaml_mark_t &mark, const QString &what)
    {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("line %1, column %2: %3").arg(mark.line + 1).arg(mark.column + 1).arg(what));
    }

private:
    yaml_parser_t m_parser{};
    yaml_event_t m_event{};
};

} // namespace studio::config
