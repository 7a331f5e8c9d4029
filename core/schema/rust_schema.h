// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/schema/rust_items.h"

#include <QHash>
#include <QSet>

namespace studio {

/// Makes JSON Schemas of Rust types as serde reads them from JSON. Each type with a name becomes one of
/// `definitions()`, which schemas refer to as "#/$defs/…". One thread.
class RustSchemas
{
public:
    explicit RustSchemas(const QList<RustItem> &items);

    /// `file`, `modules`: where the type is written, to tell types of one name apart.
    Json schemaOf(const RustType &type, const QString &file, const QStringList &modules = {});
    [[nodiscard]] const Json &definitions() const { return m_definitions; }

    /// Whether a value of this type may be missing: an Option.
    [[nodiscard]] static bool isOptional(const RustType &type) { return type.name == QLatin1String("Option"); }
    static QString textOf(const RustType &type); ///< "Vec<Item>"

private:
    using Arguments = QHash<QString, RustType>; ///< of the type's parameters
    struct Scope
    {
        const RustItem *item = nullptr; ///< in which the type is written; null outside of any
        QString file;
        QStringList modules;
        Arguments arguments;
    };

    Json schema(const RustType &type, const Scope &scope);
    Json named(const RustType &type, const Scope &scope);
    Json list(const RustType &type, const Scope &scope);
    Json map(const RustType &type, const Scope &scope);
    Json tuple(const std::vector<RustType> &types, const Scope &scope);
    Json optional(const RustType &type, const Scope &scope);
    Json define(const RustItem &item, const Scope &scope);
    Json structSchema(const RustItem &item, const Scope &scope);
    Json enumSchema(const RustItem &item, const Scope &scope);
    Json fieldsSchema(const std::vector<RustField> &fields, RustShape shape, const Scope &scope,
                      const SerdeAttributes &container, const QString &renameAll, const Json &tag = {});
    void addField(Json &object, Json &parts, const RustField &field, const Scope &scope,
                  const SerdeAttributes &container, const QString &renameAll);
    Json variantSchema(const RustVariant &variant, const RustItem &item, const Scope &scope, const QString &name);
    [[nodiscard]] const RustItem *find(const RustType &type, const Scope &scope) const;

    QHash<QString, QList<const RustItem *>> m_items; ///< by name
    QList<RustItem> m_kept;
    Json m_definitions = Json::object();
    QHash<QString, QString> m_names; ///< of definitions, by the type with its arguments and where it stands
    int m_depth = 0;
};

} // namespace studio
