// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/lsp_values.h"

namespace studio::lsp {

// What rust-analyzer has beside the protocol (its manual, "LSP Extensions"). Plain values, as in lsp_values.h.

/// rust-analyzer's `expandMacro`; empty where there is no macro.
struct ExpandedMacro
{
    QString name;
    QString expansion;

    bool operator==(const ExpandedMacro &) const = default;
};

/// rust-analyzer's `experimental/runnables`.
struct Runnable
{
    QString label;
    std::optional<LocationLink> location;
    QStringList cargoArguments;
    QStringList executableArguments;
    QString folder; ///< to run it in; empty where the server does not say

    bool operator==(const Runnable &) const = default;
};
using Runnables = QList<Runnable>;

/// rust-analyzer's `relatedTests`.
struct RelatedTest
{
    Runnable runnable;

    bool operator==(const RelatedTest &) const = default;
};
using RelatedTests = QList<RelatedTest>;

/// rust-analyzer's `experimental/externalDocs`; empty where nothing is documented.
struct ExternalDocs
{
    QString url;

    bool operator==(const ExternalDocs &) const = default;
};

/// rust-analyzer's `experimental/serverStatus`.
struct ServerStatus
{
    enum class Health { Ok, Warning, Error };
    Health health = Health::Ok;
    bool isQuiescent = true; ///< what was asked for in the background is done
    QString message;

    bool operator==(const ServerStatus &) const = default;
};

} // namespace studio::lsp
