// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <nettle/sha2.h>
#include <span>

namespace studio {

/// SHA-256 of bytes as they pass. Nettle's, which libarchive uses too: ten times as fast as QCryptographicHash where
/// the processor has instructions for it, and an artifact is checked each time a process first runs it.
class Sha256
{
public:
    Sha256() { ::sha256_init(&m_state); }
    void add(std::span<const char> bytes)
    {
        ::sha256_update(&m_state, bytes.size(), reinterpret_cast<const std::uint8_t *>(bytes.data()));
    }
    /// Lower-case hex; begins anew.
    QByteArray result()
    {
        QByteArray digest(SHA256_DIGEST_SIZE, Qt::Uninitialized);
        ::sha256_digest(&m_state, SHA256_DIGEST_SIZE, reinterpret_cast<std::uint8_t *>(digest.data()));
        return digest.toHex();
    }

private:
    ::sha256_ctx m_state{};
};

} // namespace studio
