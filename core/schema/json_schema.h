// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/schema/json_nodes.h"
#include "core/schema/schema_form.h"

#include <QList>

#include <memory>
#include <stop_token>

namespace studio {

/// One key or value that a schema offers.
struct SchemaOffer
{
    QString name;        ///< the key; or the value as JSON has it
    QString type;        ///< "string", "array of number", …; empty where any
    QString description; ///< of the schema, its first 4,000 bytes; untrusted
    bool isRequired = false;
    QByteArray value; ///< of a key: what to begin its value with, such as "" or {}

    bool operator==(const SchemaOffer &) const = default;
};

/// Something that does not fit. Bytes of the text.
struct SchemaProblem
{
    qsizetype from = 0;
    qsizetype to = 0;
    QString message;

    bool operator==(const SchemaProblem &) const = default;
};

/// A JSON Schema (2020-12, and the drafts before where they agree) as far as one types by it: type, properties,
/// required, additionalProperties, items, enum, const, minimum, maximum, minLength, maxLength, minItems, maxItems,
/// $ref within the schema, allOf, anyOf and oneOf. Other keywords allow anything. It may be of a stranger: the work for
/// one question is limited (SchemaWalk), but may take some tenths of a second, so a window asks on a worker. A stop
/// request ends it with what was found. A value, cheap to copy; any thread.
class JsonSchema
{
public:
    JsonSchema() = default; ///< allows anything and offers nothing
    explicit JsonSchema(Json schema);

    [[nodiscard]] bool isEmpty() const { return !m_root || !(*m_root).isObject() || m_root->isEmpty(); }

    /// Keys of the object at the path, but for `siblings`: required ones first, then as they are written.
    [[nodiscard]] QList<SchemaOffer> keys(const QStringList &path, const QStringList &siblings,
                                          std::stop_token stop = {}) const;
    [[nodiscard]] QList<SchemaOffer> values(const QStringList &path, std::stop_token stop = {}) const;
    /// What is said of the value at the path; nothing known gives an empty one.
    [[nodiscard]] SchemaOffer describe(const QStringList &path, std::stop_token stop = {}) const;
    /// At most 100. `text` must be JSON.
    [[nodiscard]] QList<SchemaProblem> check(QByteArrayView text, std::stop_token stop = {}) const;

    /// The rows of a form over the text, which need not be there yet. `text` must be JSON or empty.
    [[nodiscard]] FormNode form(QByteArrayView text, std::stop_token stop = {}) const;
    /// A value that fits, in lines; empty where nothing is known.
    [[nodiscard]] QByteArray example(std::stop_token stop = {}) const;

    bool operator==(const JsonSchema &other) const
    {
        return m_root == other.m_root || (m_root && other.m_root && *m_root == *other.m_root);
    }

private:
    std::shared_ptr<const Json> m_root;
};

} // namespace studio
