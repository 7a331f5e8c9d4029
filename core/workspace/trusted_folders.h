// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QString>

#include <optional>

namespace studio {

/// The person's answers to the question whether programs of a folder may run unasked: build scripts and procedural
/// macros, for a language server. One small file for each answer, so that processes need not wait for each other.
class TrustedFolders
{
public:
    /// `place`: where the answers lie; made with the first.
    explicit TrustedFolders(QString place) : m_place(std::move(place)) {}

    /// Nothing where the question was not answered. `folder` is canonical.
    [[nodiscard]] std::optional<bool> answer(const QString &folder) const;
    [[nodiscard]] Result<void> setAnswer(const QString &folder, bool isTrusted) const;

private:
    [[nodiscard]] QString fileOf(const QString &folder) const;

    QString m_place;
};

} // namespace studio
