// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/yaml_lines.h"

#include "core/config/yaml_parser.h"

#include <algorithm>
#include <vector>

namespace studio {

namespace {

/// A mapping or sequence that is open while the events go by.
struct OpenGroup
{
    QString path;
    bool isMapping = false;
    bool expectsKey = false; ///< of a mapping
    QString key;
    int elements = 0; ///< of a sequence, so far
};

class LineFinder
{
public:
    LineFinder(const QByteArray &utf8, QString wanted) : m_parser(utf8), m_wanted(std::move(wanted)) {}

    int find()
    {
        for (;;) {
            const auto event = m_parser.next();
            if (!event || (*event)->type == YAML_STREAM_END_EVENT) {
                return m_line;
            }
            take(**event);
        }
    }

private:
    void take(const yaml_event_t &event)
    {
        switch (event.type) {
        case YAML_MAPPING_END_EVENT:
        case YAML_SEQUENCE_END_EVENT:
            m_open.pop_back();
            return;
        case YAML_SCALAR_EVENT:
            if (!m_open.empty() && m_open.back().isMapping && m_open.back().expectsKey) {
                m_open.back().key = QString::fromUtf8(reinterpret_cast<const char *>(event.data.scalar.value),
                                                      static_cast<qsizetype>(event.data.scalar.length));
                m_open.back().expectsKey = false;
                noteKey(pathOfNext(), event.start_mark.line);
                return;
            }
            passValue(event.start_mark.line);
            return;
        case YAML_MAPPING_START_EVENT:
        case YAML_SEQUENCE_START_EVENT: {
            const QString path = passValue(event.start_mark.line);
            const bool isMapping = event.type == YAML_MAPPING_START_EVENT;
            m_open.push_back({.path = path, .isMapping = isMapping, .expectsKey = isMapping, .key = {}});
            return;
        }
        case YAML_ALIAS_EVENT:
            passValue(event.start_mark.line);
            return;
        default:
            return;
        }
    }

    [[nodiscard]] QString pathOfNext() const
    {
        if (m_open.empty()) {
            return {};
        }
        const OpenGroup &group = m_open.back();
        if (!group.isMapping) {
            return group.path + u'[' + QString::number(group.elements) + u']';
        }
        return group.path.isEmpty() ? group.key : group.path + u'.' + group.key;
    }

    /// Of the value that begins here; the next one is expected behind it.
    QString passValue(std::size_t line)
    {
        const QString path = pathOfNext();
        note(path, line);
        if (!m_open.empty()) {
            m_open.back().expectsKey = true;
            ++m_open.back().elements;
        }
        return path;
    }

    /// A key's line is taken before its value's, which may begin on the next one. Of a key that stands twice the last
    /// counts, as in yamlAsJson(): what was found below the first one is forgotten.
    void noteKey(const QString &path, std::size_t line)
    {
        if (isAround(path)) {
            m_matched = std::min(m_matched, path.size() - 1);
        }
        note(path, line);
    }

    void note(const QString &path, std::size_t line)
    {
        if (isAround(path) && path.size() > m_matched) {
            m_matched = path.size();
            m_line = static_cast<int>(line) + 1;
        }
    }

    [[nodiscard]] bool isAround(const QString &path) const
    {
        return m_wanted.startsWith(path) && (path.size() == m_wanted.size() || path.isEmpty() ||
                                             m_wanted[path.size()] == u'.' || m_wanted[path.size()] == u'[');
    }

    config::YamlParser m_parser;
    QString m_wanted;
    std::vector<OpenGroup> m_open;
    qsizetype m_matched = -1;
    int m_line = 1;
};

} // namespace

int yamlLineOf(const QByteArray &utf8, const QString &path)
{
    return LineFinder(utf8, path).find();
}

} // namespace studio
