// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/yaml_events.h"

#include "core/config/yaml_parser.h"

#include <QObject>
#include <QSet>

namespace studio::config {

namespace {

constexpr int deepest = 32;

class Reader
{
public:
    explicit Reader(const QByteArray &utf8) : m_events(utf8) {}

    Result<Outline> read()
    {
        for (;;) {
            const auto event = m_events.next();
            if (!event) {
                return std::unexpected(event.error());
            }
            switch ((*event)->type) {
            case YAML_STREAM_END_EVENT:
                return m_outline;
            case YAML_STREAM_START_EVENT:
            case YAML_DOCUMENT_END_EVENT:
                break;
            case YAML_DOCUMENT_START_EVENT:
                if (++m_documents > 1) {
                    return YamlParser::failAt((*event)->start_mark, QObject::tr("a second document"));
                }
                break;
            case YAML_MAPPING_START_EVENT:
                if (const auto done = mapping({}, isBlock(**event), 0); !done) {
                    return std::unexpected(done.error());
                }
                break;
            default:
                if (!isNull(**event)) {
                    return YamlParser::failAt((*event)->start_mark,
                                              QObject::tr("the file is not a mapping of keys to values"));
                }
            }
        }
    }

private:
    static bool isBlock(const yaml_event_t &event) { return event.data.mapping_start.style != YAML_FLOW_MAPPING_STYLE; }

    static QString textOf(const yaml_event_t &event)
    {
        return QString::fromUtf8(reinterpret_cast<const char *>(event.data.scalar.value),
                                 static_cast<qsizetype>(event.data.scalar.length));
    }

    static bool isNull(const yaml_event_t &event)
    {
        if (event.type != YAML_SCALAR_EVENT || event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE) {
            return false;
        }
        const QString text = textOf(event);
        return text.isEmpty() || text == u'~' || text.compare(QLatin1String("null"), Qt::CaseInsensitive) == 0;
    }

    static Span spanOf(const yaml_event_t &event)
    {
        return {static_cast<qsizetype>(event.start_mark.index), static_cast<qsizetype>(event.end_mark.index)};
    }

    Result<void> mapping(const QString &prefix, bool block, int depth)
    {
        m_outline.groups.append({prefix, block});
        for (;;) {
            const auto event = m_events.next();
            if (!event) {
                return std::unexpected(event.error());
            }
            const yaml_event_t &key = **event;
            if (key.type == YAML_MAPPING_END_EVENT) {
                return {};
            }
            if (key.type != YAML_SCALAR_EVENT || depth >= deepest) {
                return YamlParser::failAt(key.start_mark, QObject::tr("a key must be a word"));
            }
            Entry entry{.key = prefix.isEmpty() ? textOf(key) : prefix + u'.' + textOf(key),
                        .keySpan = spanOf(key),
                        .indent = static_cast<int>(key.start_mark.column),
                        .isBlock = block};
            if (m_keys.contains(entry.key)) {
                return YamlParser::failAt(key.start_mark, QObject::tr("the key %1 stands here twice").arg(entry.key));
            }
            m_keys.insert(entry.key);
            if (const auto done = value(std::move(entry), depth); !done) {
                return done;
            }
        }
    }

    Result<void> value(Entry entry, int depth)
    {
        const auto event = m_events.next();
        if (!event) {
            return std::unexpected(event.error());
        }
        const yaml_event_t &found = **event;
        if (found.type == YAML_MAPPING_START_EVENT) {
            return mapping(entry.key, isBlock(found), depth + 1);
        }
        if (found.type == YAML_SEQUENCE_START_EVENT) {
            m_outline.groups.append({entry.key, false});
            return skipSequence();
        }
        if (found.type != YAML_SCALAR_EVENT) {
            return YamlParser::failAt(found.start_mark, QObject::tr("aliases are not read here; write the value out"));
        }
        entry.value = textOf(found);
        entry.isNull = isNull(found);
        entry.valueSpan = spanOf(found);
        entry.isMultiline =
            found.data.scalar.style == YAML_LITERAL_SCALAR_STYLE || found.data.scalar.style == YAML_FOLDED_SCALAR_STYLE;
        m_outline.entries.append(std::move(entry));
        return {};
    }

    /// Of lists we have none; other programs that share the file may.
    Result<void> skipSequence()
    {
        for (int open = 1; open > 0;) {
            const auto event = m_events.next();
            if (!event) {
                return std::unexpected(event.error());
            }
            const auto type = (*event)->type;
            open += type == YAML_SEQUENCE_START_EVENT || type == YAML_MAPPING_START_EVENT ? 1 : 0;
            open -= type == YAML_SEQUENCE_END_EVENT || type == YAML_MAPPING_END_EVENT ? 1 : 0;
            if (open > deepest) { // the library's time grows with the square of the depth
                return YamlParser::failAt((*event)->start_mark,
                                          QObject::tr("nested deeper than %1 levels").arg(deepest));
            }
        }
        return {};
    }

    YamlParser m_events;
    Outline m_outline;
    QSet<QString> m_keys;
    int m_documents = 0;
};

} // namespace

Result<Outline> readOutline(const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    return Reader(utf8).read();
}

} // namespace studio::config
