// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/execution.h"

#include <QStringList>

namespace studio {

/// How an app stands.
struct AppState
{
    App app;
    std::optional<Version> active; ///< what invoke calls
    std::optional<Draft> draft;
    int instances = 0; ///< that run now, in every process that uses this store

    bool operator==(const AppState &) const = default;
};

/// What a compile printed.
struct CompileLog
{
    QString deployId;
    QStringList lines; ///< with ANSI colours, from the one that was asked for
    qint64 next = 0;   ///< the number of the next line, to ask for more
    bool running = false;

    bool operator==(const CompileLog &) const = default;
};

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
