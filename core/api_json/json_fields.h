// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_reader.h"

#include <QByteArray>
#include <QStringList>

#include <limits>

namespace studio {

/// Reads the members of a JSON object that another program wrote. What is absent or null has its fallback, what is not
/// known is passed over, and the first member of a wrong kind is the failure of all: ask for it once, at the end.
class JsonFields
{
public:
    /// `json` must outlive it.
    explicit JsonFields(const Json &json);

    [[nodiscard]] bool has(const char *name) const;    ///< and is not null
    [[nodiscard]] bool isNull(const char *name) const; ///< given as null
    QString text(const char *name, const QString &fallback = {});
    QByteArray bytes(const char *name, const QByteArray &fallback = {}); ///< of a text as it stands
    QByteArray base64(const char *name);                                 ///< of a text in base 64, either alphabet
    bool boolean(const char *name, bool fallback = false);
    /// A number, or a 64-bit integer as a text.
    qint64 integer(const char *name, qint64 fallback = 0, qint64 least = std::numeric_limits<qint64>::min(),
                   qint64 most = std::numeric_limits<qint64>::max());
    int number(const char *name, int fallback = 0, int least = std::numeric_limits<int>::min(),
               int most = std::numeric_limits<int>::max());
    QStringList texts(const char *name);

    /// The object of this name, an empty one where it is absent.
    JsonFields object(const char *name);
    /// The elements of the array of this name, each to be an object; none where it is absent.
    QList<JsonFields> objects(const char *name);
    /// An object of texts, in order.
    QList<std::pair<QString, QString>> pairs(const char *name);
    /// The JSON as text; empty where it is absent.
    QString jsonText(const char *name);

    [[nodiscard]] const Json &json() const { return m_reader.json(); }
    /// That a member has no sense, in words.
    void refuse(const QString &message);
    /// InvalidArgument names the first member that could not be read.
    [[nodiscard]] Result<void> check() const;

private:
    explicit JsonFields(JsonReader reader) : m_reader(std::move(reader)) {}

    JsonReader m_reader;
};

} // namespace studio
