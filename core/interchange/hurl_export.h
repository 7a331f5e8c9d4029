// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/collection.h"
#include "core/collection/collection_reader.h"

namespace studio::interchange {

struct HurlExport
{
    QByteArray text;                         ///< of one file
    QList<collection::ReadWarning> warnings; ///< what Hurl cannot say, which is a comment in the text too
    QStringList secrets;                     ///< variables that whoever runs the file gives with --secret
    QStringList values;                      ///< those that are given with --variable

    bool operator==(const HurlExport &) const = default;
};

/// The requests of a collection in the order in which they run, as a file for Hurl 8. `environment`: its name; empty
/// for none. Each entry takes any status, since the assertions say which; `hurl --continue-on-error` runs all of them,
/// as the studio does. Values of secrets are not in it. NotFound: there is no such environment. Any thread; takes time
/// linear in the collection.
Result<HurlExport> exportHurl(const collection::Collection &collection, const QString &environment = {});

} // namespace studio::interchange
