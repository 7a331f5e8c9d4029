// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifest/array_text.h"

#include "core/manifest/layout.h"
#include "core/manifest/text_edits.h"
#include "core/manifest/toml_text.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace studio::manifest {

namespace {

constexpr const char *blanks = " \t";

/// Nothing where the text is not an array of strings.
std::optional<std::vector<std::string>> stringsOf(const std::string &text)
{
    if (!text.starts_with('[')) {
        return std::nullopt;
    }
    const auto table = parseToml("array = " + text);
    const auto *array = table ? (*table)["array"].as_array() : nullptr;
    if (!array) {
        return std::nullopt;
    }
    std::vector<std::string> strings;
    for (const toml::node &element : *array) {
        if (!element.is_string()) {
            return std::nullopt;
        }
        strings.push_back(element.ref<std::string>());
    }
    return strings;
}

/// Whether `part` is `all` without some of its elements.
bool isLeftOf(const std::vector<std::string> &part, const std::vector<std::string> &all)
{
    auto next = part.begin();
    for (const std::string &one : all) {
        next += next != part.end() && *next == one ? 1 : 0;
    }
    return next == part.end();
}

class ArrayText
{
public:
    ArrayText(const std::string &text, const std::string &lineBreak)
        : m_text(text), m_lineBreak(lineBreak), m_elements(readElements(text))
    {
    }

    [[nodiscard]] std::size_t size() const { return m_elements.size(); }

    /// `count`: of the written elements that stand before it.
    void insertBehind(std::size_t count, const std::string &element)
    {
        const Gap gap = gapBehind(count);
        const bool isOnItsLine = gap.lineEnd && (!gap.comma || *gap.comma < *gap.lineEnd);
        if (isOnItsLine) {
            if (count > 0 && !gap.comma && m_separated.insert(count).second) {
                m_edits.insert(gap.from, ",");
            }
            m_edits.insert(*gap.lineEnd + 1, indentAt(count) + element + "," + m_lineBreak);
        } else if (count > 0) {
            m_edits.insert(gap.from, ", " + element);
        } else if (m_elements.empty()) {
            m_edits.insert(gap.to, (std::exchange(m_isFilled, true) ? ", " : "") + element);
        } else {
            m_edits.insert(gap.to, element + ", ");
        }
    }

    /// With the comma behind it, or before it where it is the last one, and with its line where nothing else is on it.
    void remove(std::size_t index)
    {
        Span taken = m_elements[index];
        const Gap behind = gapBehind(index + 1);
        const Gap before = gapBehind(index);
        const bool isSeparatedHere = behind.comma && (!behind.lineEnd || *behind.comma < *behind.lineEnd);
        if (isSeparatedHere) {
            taken.to = *behind.comma + 1;
        } else if (behind.comma) { // behind a comment, which stays
            m_edits.remove({.from = *behind.comma, .to = *behind.comma + 1});
        } else if (before.comma) {
            m_edits.remove({.from = *before.comma, .to = *before.comma + 1});
            taken.from = before.lineEnd ? taken.from : *before.comma;
        }
        const std::size_t lineStart = m_text.rfind('\n', taken.from) + 1; // 0 where there is none
        const std::size_t next = std::min(m_text.find_first_not_of(blanks, taken.to), m_text.size());
        const std::size_t first = m_text.find_first_not_of(blanks, lineStart);
        const std::size_t end = m_text.compare(next, 2, "\r\n") == 0 ? next + 1 : next;
        if (first == taken.from && end < m_text.size() && m_text[end] == '\n') {
            taken = {.from = lineStart, .to = end + 1};
        } else if (isSeparatedHere && m_text[next] != ']') {
            taken.to = next;
        }
        m_edits.remove(taken);
    }

    [[nodiscard]] std::string edited() const { return m_edits.applied(m_text); }

private:
    /// From the end of an element, or of the bracket, to the next one.
    struct Gap
    {
        std::size_t from = 0;
        std::size_t to = 0;
        std::optional<std::size_t> comma;   ///< not in a comment
        std::optional<std::size_t> lineEnd; ///< the first one
    };

    [[nodiscard]] Gap gapBehind(std::size_t count) const
    {
        Gap gap{.from = count == 0 ? 1 : m_elements[count - 1].to,
                .to = count < m_elements.size() ? m_elements[count].from : m_text.size() - 1,
                .comma = {},
                .lineEnd = {}};
        for (std::size_t at = gap.from; at < gap.to; ++at) {
            if (m_text[at] == '#') {
                at = std::min(m_text.find('\n', at), gap.to - 1);
            }
            if (m_text[at] == ',' && !gap.comma) {
                gap.comma = at;
            } else if (m_text[at] == '\n' && !gap.lineEnd) {
                gap.lineEnd = at;
            }
        }
        return gap;
    }

    /// The white space before the element behind `count` others, or before the one in front of it.
    [[nodiscard]] std::string indentAt(std::size_t count) const
    {
        for (const std::size_t index : {count, count - 1}) {
            if (index >= m_elements.size()) {
                continue;
            }
            const std::size_t from = m_text.rfind('\n', m_elements[index].from) + 1;
            if (from > 0 && m_text.find_first_not_of(blanks, from) == m_elements[index].from) {
                return m_text.substr(from, m_elements[index].from - from);
            }
        }
        return "    ";
    }

    const std::string &m_text;
    const std::string &m_lineBreak;
    std::vector<Span> m_elements;
    TextEdits m_edits;
    bool m_isFilled = false;           ///< though nothing was written in it
    std::set<std::size_t> m_separated; ///< counts of elements behind which a comma was written
};

} // namespace

std::string changedArray(const std::string &written, const std::string &wanted, const std::string &lineBreak)
{
    const auto before = stringsOf(written);
    const auto after = stringsOf(wanted);
    if (!before || !after || (!isLeftOf(*before, *after) && !isLeftOf(*after, *before))) {
        return wanted;
    }
    ArrayText array(written, lineBreak);
    const std::vector<Span> wantedElements = readElements(wanted);
    std::size_t count = 0; // of the written elements that are passed
    for (std::size_t i = 0; i < after->size(); ++i) {
        while (after->size() < before->size() && count < before->size() && (*before)[count] != (*after)[i]) {
            array.remove(count++);
        }
        if (count < before->size() && (*before)[count] == (*after)[i]) {
            ++count;
        } else {
            const Span element = wantedElements[i];
            array.insertBehind(count, wanted.substr(element.from, element.to - element.from));
        }
    }
    while (count < before->size()) {
        array.remove(count++);
    }
    return array.edited();
}

} // namespace studio::manifest
