// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>

#include <optional>

namespace studio {

/// The bodies of messages out of a stream of bytes, framed as in LSP 3.17 ("Base Protocol"): header lines of which
/// Content-Length counts, an empty line, the body. One thread.
///
///     framer.add(bytes);
///     while (const auto frame = framer.next()) { … }
class RpcFramer
{
public:
    static constexpr qsizetype maxHeadBytes = 4 << 10;
    static constexpr qsizetype maxBodyBytes = 32 << 20;
    static constexpr qsizetype keptBytes = 1 << 10; ///< of a body that is too large

    struct Frame
    {
        QByteArray body; ///< only the first `keptBytes` where it is too large
        bool isWhole = true;
        qint64 bodyBytes = 0; ///< as announced

        bool operator==(const Frame &) const = default;
    };

    void add(QByteArrayView bytes);
    /// Nothing where the next message is not complete. InvalidArgument, from then on always: what comes is no framed
    /// message, so where the next one begins cannot be known.
    std::optional<Result<Frame>> next();

private:
    std::optional<Result<Frame>> takeBody();
    [[nodiscard]] Result<qint64> lengthIn(QByteArrayView head) const;

    QByteArray m_bytes;
    qsizetype m_at = 0;   ///< what is before it was taken
    qint64 m_length = -1; ///< of the body whose head was read
    qint64 m_skip = 0;    ///< of a body that is too large, still to come
    std::optional<Error> m_failure;
};

/// A body with its head.
QByteArray framed(const QByteArray &body);

} // namespace studio
