// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/rust_tokens.h"

#include <QHash>
#include <QStringList>

#include <optional>
#include <vector>

// The type definitions of Rust source, and the calls by which a handler reads its body. Plain values; any thread.

namespace studio {

/// A type as it is written: a path without its modules, and what stands between its angle brackets.
struct RustType
{
    /// The last part of the path; "(" of a tuple, "[" of an array or slice; empty where it is none of these.
    QString name;
    QStringList modules; ///< before the name: "serde_json"
    std::vector<RustType> arguments;
    std::optional<qint64> length; ///< of an array

    bool operator==(const RustType &) const = default;
};

/// What `#[serde(…)]` says, with the attributes of one item together. A key without a value has an empty one. Of
/// `rename(serialize = "a", deserialize = "b")` only how it is read counts.
struct SerdeAttributes
{
    QHash<QString, QStringList> values;

    [[nodiscard]] bool has(const QString &key) const { return values.contains(key); }
    [[nodiscard]] QString value(const QString &key) const { return values.value(key).value(0); }
    bool operator==(const SerdeAttributes &) const = default;
};

struct RustField
{
    QString name; ///< empty in a tuple
    RustType type;
    SerdeAttributes serde;
    QString documentation;
    int line = 0;

    bool operator==(const RustField &) const = default;
};

enum class RustShape { Named, Tuple, Unit };

struct RustVariant
{
    QString name;
    RustShape shape = RustShape::Unit;
    std::vector<RustField> fields;
    SerdeAttributes serde;
    QString documentation;

    bool operator==(const RustVariant &) const = default;
};

/// A struct, an enum, or another name of a type.
struct RustItem
{
    enum class Kind { Struct, Enum, Alias };

    Kind kind = Kind::Struct;
    QString name;
    QStringList modules; ///< from the crate's root: "orders"
    QString file;        ///< as it was given
    int line = 0;
    QStringList parameters; ///< of types
    bool isRead = false;    ///< it derives Deserialize
    SerdeAttributes serde;
    QString documentation;
    RustShape shape = RustShape::Named;
    std::vector<RustField> fields;     ///< of a struct; of an alias one, its type
    std::vector<RustVariant> variants; ///< of an enum

    bool operator==(const RustItem &) const = default;
};

/// `req.body::<Order>()?` or `let note: Option<String> = req.field("note")?`.
struct RustRead
{
    bool isBody = false;
    QString field;                ///< empty where it is no literal
    std::optional<RustType> type; ///< nothing where only the compiler knows
    bool isRequired = false;      ///< what is missing ends the handler
    QString file;
    int line = 0;

    bool operator==(const RustRead &) const = default;
};

/// What stands in one file.
struct RustSource
{
    QList<RustItem> items;
    QList<RustRead> reads;
    QStringList queryNames;  ///< of `req.query_param("page")`
    QStringList headerNames; ///< of `req.header("x-note")`

    bool operator==(const RustSource &) const = default;
};

/// What stands in a file. `modules`: of the file itself. Code of tests is passed over. Linear in the size; what is not
/// understood is left out.
RustSource readRustSource(const QString &file, const QStringList &modules, QStringView text);

} // namespace studio
