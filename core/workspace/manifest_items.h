// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crates/registry_index.h"
#include "core/lsp/lsp_values.h"
#include "core/manifest/manifest_keys.h"
#include "core/manifest/manifest_place.h"

#include <QByteArrayView>

// Completions for a Cargo.toml, from what is known of its place. No state; any thread.

namespace studio {

QList<lsp::CompletionItem> headerItems(const ManifestPlace &place);
QList<lsp::CompletionItem> keyItems(const ManifestPlace &place);
QList<lsp::CompletionItem> valueItemsOf(const ManifestKey &key, const ManifestPlace &place);
/// At most 200, the newest first.
QList<lsp::CompletionItem> versionItems(const IndexedCrate &crate, const ManifestPlace &place);
/// Features, but for those in `listed`; at most 1,000.
QList<lsp::CompletionItem> featureItemsOf(const QStringList &features, const QStringList &listed,
                                          const ManifestPlace &place);
/// A crate as the key of a dependency.
lsp::CompletionItem crateItem(const QString &name, const ManifestPlace &place);

/// The strings of the array around the place, but for the one at it.
QStringList elementsAround(QByteArrayView text, const ManifestPlace &place);

/// Text of a registry or a file as Markdown that shows it as it is: on one line, without control characters.
QString asPlainMarkdown(const QString &text);

} // namespace studio
