// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/interchange/imported_collection.h"

namespace studio::interchange {

/// What an importer fills: a tree in the order of the source, and what could not be carried over. One thread.
///
///     ImportBuilder builder(ImportFormat::Hurl, name);
///     builder.add(builder.root(), std::move(request));
///     return builder.finish();
class ImportBuilder
{
public:
    ImportBuilder(ImportFormat format, const QString &name);

    collection::Folder &root() { return m_made.collection.root; }
    /// A folder in another one. Deeper ones than a collection may have become the one that they would be in.
    collection::Folder &addFolder(collection::Folder &parent, const QString &name);
    /// Whether there is room for it.
    bool add(collection::Folder &folder, collection::SavedRequest request);
    void add(collection::Environment environment);
    /// `place`: a file, or the name of a request. `line`: from 1, 0 for none.
    void warn(const QString &place, int line, const QString &message);

    /// Gives everything its name and path and takes the values of secrets out. NotFound where nothing was added.
    Result<ImportedCollection> finish();

private:
    ImportedCollection m_made;
    int m_requests = 0;
    qsizetype m_warnings = 0;
};

/// A variable with a text.
collection::Variable plainVariable(const QString &name, const QString &value);

} // namespace studio::interchange
