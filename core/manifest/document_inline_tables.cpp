// SPDX-License-Identifier: GPL-3.0-or-later
// Edits of inline tables: in one line, or over several with comments as TOML 1.1 has them.
#include "core/manifest/document.h"

#include <algorithm>

namespace studio::manifest {

void Document::insertField(const Statement &table, const std::string &field, Place place)
{
    const auto index = static_cast<int>(&table - statements().data());
    const Statement *first = nullptr;
    const Statement *last = nullptr;
    for (const Statement &one : statements()) {
        first = one.parent == index && !first ? &one : first;
        last = one.parent == index ? &one : last;
    }
    const bool isFirst = (last && place == Place::First) || m_extended.insert(index).second;
    if (!last && table.isNewerTable) { // its comments stay
        m_edits.insert(table.value.from + 1, (isFirst ? " " : ", ") + field);
    } else if (!last) {
        m_edits.replace({.from = table.value.from + 1, .to = table.value.to - 1}, (isFirst ? " " : ", ") + field + " ");
    } else if (place == Place::Last) {
        appendField(*last, field, isFirst);
    } else if (table.isNewerTable && beginsLine(first->text.from)) {
        const std::size_t from = lineStart(first->text.from);
        m_edits.insert(from, m_text.substr(from, first->text.from - from) + field + "," + m_lineBreak);
    } else {
        m_edits.insert(table.value.from + 1, " " + field + ",");
    }
}

/// Behind the last field of an inline table: on a line of its own where that has one.
void Document::appendField(const Statement &last, const std::string &field, bool isFirst)
{
    const std::size_t comma = contentFrom(last.text.to);
    const bool hasComma = m_text[comma] == ',';
    const std::size_t end = hasComma ? comma + 1 : last.text.to;
    const std::size_t lineEnd = std::min(m_text.find_first_of("\r\n", end), m_text.size());
    if (!beginsLine(last.text.from) || contentFrom(end) < lineEnd) {
        m_edits.insert(last.text.to, ", " + field);
        return;
    }
    const std::size_t from = lineStart(last.text.from);
    const std::string line = m_lineBreak + m_text.substr(from, last.text.from - from) + field;
    if (hasComma) {
        m_edits.insert(lineEnd, line + ",");
    } else {
        m_edits.insert(isFirst ? last.text.to : lineEnd, ",");
        m_edits.insert(lineEnd, line);
    }
}

/// Over white space, line breaks and comments.
std::size_t Document::contentFrom(std::size_t at) const
{
    for (;;) {
        at = std::min(m_text.find_first_not_of(" \t\r\n", at), m_text.size());
        if (at == m_text.size() || m_text[at] != '#') {
            return at;
        }
        at = std::min(m_text.find('\n', at), m_text.size());
    }
}

/// Whether nothing but blanks stands before it on its line.
bool Document::beginsLine(std::size_t at) const
{
    return m_text.find_first_not_of(" \t", lineStart(at)) == at;
}

/// Fields of an inline table, each with the comma behind it, or before it where no field is left behind it.
void Document::removeFields(int parent, const std::vector<int> &paths)
{
    std::vector<const Statement *> fields;
    for (const Statement &one : statements()) {
        if (one.parent == parent) {
            fields.push_back(&one);
        }
    }
    const auto isKept = [&](const Statement *field) { return !isWithinAny(field->path, paths); };
    if (statements()[static_cast<std::size_t>(parent)].isNewerTable) {
        for (const Statement *field : fields) {
            if (!isKept(field)) {
                removeFieldOverLines(*field);
            }
        }
        return;
    }
    const auto lastKept = std::ranges::find_if(fields.rbegin(), fields.rend(), isKept).base();
    for (auto field = fields.begin(); field < lastKept; ++field) {
        if (!isKept(*field)) {
            m_edits.remove({.from = (*field)->text.from, .to = (*std::next(field))->text.from});
        }
    }
    if (lastKept != fields.end()) {
        const std::size_t from =
            lastKept == fields.begin() ? fields.front()->text.from : (*std::prev(lastKept))->text.to;
        m_edits.remove({.from = from, .to = fields.back()->text.to});
    }
}

/// With its comma, and with its lines where it has them for itself. The comma before it may stay: where a table may
/// have lines it may also end in one.
void Document::removeFieldOverLines(const Statement &field)
{
    const std::size_t comma = contentFrom(field.text.to);
    std::size_t end = m_text[comma] == ',' ? comma + 1 : field.text.to;
    std::size_t from = field.text.from;
    const std::size_t behind = m_text.find_first_not_of(" \t", end);
    const bool endsLine =
        behind != std::string::npos && (m_text[behind] == '#' || m_text[behind] == '\r' || m_text[behind] == '\n');
    if (beginsLine(from) && endsLine) {
        from = lineStart(from);
        end = nextLine(end);
    } else if (behind != std::string::npos && !endsLine) {
        end = behind;
    }
    m_edits.remove({.from = from, .to = end});
}

} // namespace studio::manifest
