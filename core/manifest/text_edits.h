// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/manifest/layout.h"

#include <map>

namespace studio::manifest {

/// Edits of a text, all in offsets of the text as it was. A removal takes bytes of that text only: it can take nothing
/// of what is inserted, in whichever order the edits are given.
class TextEdits
{
public:
    /// What is inserted at one place stands in the order of the calls.
    void insert(std::size_t at, const std::string &text) { m_inserted[at] += text; }
    /// Bytes may be removed twice.
    void remove(Span span);
    void replace(Span span, const std::string &with);

    [[nodiscard]] std::string applied(const std::string &text) const;

private:
    std::map<std::size_t, std::string> m_inserted;
    std::map<std::size_t, std::size_t> m_removed; ///< begin to end, none touching another
};

} // namespace studio::manifest
