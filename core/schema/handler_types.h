// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <stop_token>

namespace studio {

/// A file of a crate: its path as it is shown, "src/lib.rs", and its text.
struct RustFile
{
    QString path;
    QString text;

    bool operator==(const RustFile &) const = default;
};

/// What a handler reads of a request, by its source. Nothing of it needs a compile.
struct HandlerInputs
{
    Json body = Json::object(); ///< a JSON Schema; see handlerInputSchema()
    QStringList queryNames;     ///< of req.query_param("page"), in the order of the source
    QStringList headerNames;    ///< of req.header("x-note")

    bool operator==(const HandlerInputs &) const = default;
};
HandlerInputs handlerInputs(const QList<RustFile> &files, const std::stop_token &stop = {});

/// What a handler reads of its body, as a JSON Schema: of `req.body::<T>()` and `req.field::<T>("key")`, also where T
/// stands in the `let`. An object without members where it reads none with a type that is known.
///
/// The types are read from the source by their structure, with serde's attributes (serde.rs, "Attributes"): rename,
/// rename_all, alias, default, flatten, skip, tag, content, untagged, transparent, deny_unknown_fields. A type of
/// another crate, one with a Deserialize of its own and what a macro makes allow anything. Numbers have the bounds of
/// their type. Each schema of a type says which, as "x-rust-type": "u32", and where it stands, "x-rust-place":
/// "src/lib.rs:12"; SchemaProblem names both.
///
/// What was tried instead (Rust 1.97.1, the SDK's example typed-body, two processors):
/// - rustdoc's JSON: stable refuses it ("-Z unstable-options"). Where it is forced to, the first one takes 20 s and
/// each
///   further one 0.85 s, of a source that compiles; and no attribute of serde is in it, so no name can be trusted.
/// - rust-analyzer: the hover over `body` names T of a call, also of an inferred one, once the project is indexed,
/// which
///   takes seconds; fields come without serde's attributes, so the source of T has to be read all the same.
/// - This reader: under a millisecond for that example, while the source is being typed and does not compile.
///
/// Any thread; linear in the size of the files, of which those of tests are passed over. A stop request gives an empty
/// object.
Json handlerInputSchema(const QList<RustFile> &files, const std::stop_token &stop = {});

} // namespace studio
