// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/interchange/bru_document.h"
#include "core/interchange/import_builder.h"
#include "core/interchange/import_source.h"

#include <optional>

namespace studio::interchange {

/// Reads what a request, folder.bru and collection.bru have alike, and says what is not carried over. The file and the
/// builder outlive it.
class BruReader
{
public:
    BruReader(const SourceFile &file, ImportBuilder &builder);

    [[nodiscard]] const BruDocument &document() const { return m_document; }

    /// Of a mode such as "bearer", with its block.
    Json authorization(const QString &mode);
    QList<collection::Capture> captures();
    /// What a folder gives to all requests below it.
    void fillDefaults(collection::Folder &folder);

private:
    const SourceFile &m_file;
    ImportBuilder &m_builder;
    BruDocument m_document;
};

QList<collection::Variable> bruVariables(const QList<BruEntry> &entries, bool isSecret = false);

/// A request; nothing where the file is none that is sent here, of which a warning tells.
std::optional<collection::SavedRequest> readBruRequest(const SourceFile &file, ImportBuilder &builder);

} // namespace studio::interchange
