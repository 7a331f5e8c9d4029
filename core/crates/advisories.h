// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

// What is known to be wrong with published versions of crates, from a copy of the RustSec database
// (https://github.com/RustSec/advisory-db) that the person, or a tool such as cargo-audit or cargo-deny, keeps in
// CARGO_HOME. Nothing is fetched. Files of others: sizes and counts are bounded, and what is not understood is left
// out. All read files: worker.

namespace studio {

struct Advisory
{
    QString id; ///< "RUSTSEC-2020-0071"
    QString title;
    QString date;        ///< "2020-11-18"
    QString kind;        ///< "unmaintained", "unsound", "notice" where it is no vulnerability; else empty
    QStringList patched; ///< requirements of versions that have it no more

    bool operator==(const Advisory &) const = default;
};

/// The folder of the database; empty where there is none.
QString advisoryFolder(const QString &cargoHome);

/// When the copy was last fetched, as far as its files tell.
std::optional<QDateTime> advisoriesDate(const QString &folder);

/// Those that are about this version, the newest first. Of none that was withdrawn.
QList<Advisory> advisoriesOf(const QString &folder, const QString &name, const QString &version);

/// The page that explains it.
QString advisoryLink(const Advisory &advisory);

} // namespace studio
