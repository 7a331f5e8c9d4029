// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace studio {

/// The archive that was saved, byte for byte.
struct CodeArchive
{
    QString path; ///< not to be changed
    QByteArray sha256;
    qint64 bytes = 0;
    QString fileName; ///< "hello-3.tar.gz"; of a draft "hello-draft.zip"

    bool operator==(const CodeArchive &) const = default;
};

} // namespace studio
