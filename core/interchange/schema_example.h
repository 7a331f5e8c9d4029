// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <QSet>

namespace studio::interchange {

/// A document of OpenAPI and the references in it. It outlives this.
class OpenApiDocument
{
public:
    explicit OpenApiDocument(const Json &root) : m_root(root) {}

    [[nodiscard]] const Json &root() const { return m_root; }
    /// What a $ref leads to in this document, through several of them; the value itself where it is none. Null where it
    /// leads nowhere, into a circle, or to another file.
    [[nodiscard]] const Json &resolve(const Json &value) const;

private:
    const Json &m_root;
};

/// A value that a schema allows: its example, default, first of an enumeration, else one made by its type. Schemas in
/// circles end as null. At most a few thousand values. Any thread.
Json exampleOf(const Json &schema, const OpenApiDocument &document);

/// The value of an "example", or the first of "examples", of a parameter or a body; null where it has none.
Json givenExample(const Json &holder, const OpenApiDocument &document);

} // namespace studio::interchange
