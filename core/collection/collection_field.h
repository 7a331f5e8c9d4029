// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <optional>

namespace studio::collection {

/// The text of a value where a text belongs: digits of a number as they are written, "true" or "false", empty for
/// null. Nothing of a mapping or a sequence.
std::optional<QString> scalarText(const Json &value);

struct PathFault
{
    QString path; ///< "http.headers[1].name"; empty for the document
    QString message;
};

/// A place in a document of YAML. What is absent or null has its fallback, and the first value of a wrong type is the
/// fault of the whole document: read all, then look at it.
///
///     std::optional<PathFault> fault;
///     const Field root(document, &fault);
///     request.url = root["http"].required()["url"].text();
///
/// Unlike JsonReader it takes scalars for texts, gives the members that are not known, and puts its path together only
/// when there is something to say: a collection has hundreds of thousands of fields. What a field was made from must
/// outlive it. One thread.
class Field
{
public:
    Field(const Json &document, std::optional<PathFault> *fault) : m_json(&document), m_fault(fault) {}

    Field operator[](std::string_view name) const; ///< a member; of what is not a mapping it is absent, and a fault

    [[nodiscard]] bool isThere() const { return !m_json->isNull(); }
    [[nodiscard]] const Json &json() const { return *m_json; } ///< null where it is absent

    [[nodiscard]] QString text(const QString &fallback = {}) const; ///< see scalarText()
    [[nodiscard]] bool flag() const;
    [[nodiscard]] std::optional<int> number() const; ///< the nearest that an int can hold
    [[nodiscard]] QStringList texts() const;         ///< of a sequence

    /// Calls `read` with each element of a sequence.
    template <typename Read> void each(Read read) const
    {
        if (isThere() && !m_json->isArray()) {
            refuseAs(sequenceName());
        }
        int index = 0;
        for (const Json &element : m_json->elements()) {
            read(Field(&element, this, {}, index++));
        }
    }

    /// The members of the mapping that are not among `known`.
    template <std::size_t Count> [[nodiscard]] Json membersBut(const std::array<std::string_view, Count> &known) const
    {
        Json rest;
        for (const auto &[name, value] : m_json->members()) {
            if (!std::ranges::contains(known, std::string_view(name))) {
                rest[name] = value;
            }
        }
        return rest;
    }

    /// The same field; that it is absent is a fault.
    const Field &required() const;

    void refuse(const QString &message) const;  ///< becomes the fault where there is none yet
    void refuseAs(const QString &wanted) const; ///< “PATH” is not `wanted`

private:
    Field(const Json *json, const Field *parent, std::string_view name, int index)
        : m_json(json), m_fault(parent->m_fault), m_parent(parent), m_name(name), m_index(index)
    {
    }

    [[nodiscard]] QString path() const;
    static QString sequenceName();

    const Json *m_json; ///< never null as a pointer
    std::optional<PathFault> *m_fault;
    const Field *m_parent = nullptr;
    std::string_view m_name; ///< empty for an element
    int m_index = 0;
};

} // namespace studio::collection
