// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/variables.h"

#include <optional>

namespace studio::collection {

/// Replaces the variables in the texts of one request. The first failure is that of the whole request: make all of it,
/// then look at error(). The substitution must outlive it. One thread.
class RequestTexts
{
public:
    explicit RequestTexts(Substitution &substitution) : m_substitution(substitution) {}

    /// Empty where it fails.
    QString text(const QString &written)
    {
        auto made = m_substitution.apply(written);
        if (!made) {
            refuse(made.error());
            return {};
        }
        return std::move(*made);
    }

    void refuse(const Error &error)
    {
        if (!m_error) {
            m_error = error;
        }
    }
    void refuse(const QString &message) { refuse(Error{ErrorCode::InvalidArgument, message, {}}); }

    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }

private:
    Substitution &m_substitution;
    std::optional<Error> m_error;
};

} // namespace studio::collection
