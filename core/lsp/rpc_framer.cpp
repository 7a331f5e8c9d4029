// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lsp/rpc_framer.h"

#include <QObject>

#include <algorithm>

namespace studio {

void RpcFramer::add(QByteArrayView bytes)
{
    const qint64 skipped = std::min<qint64>(m_skip, bytes.size());
    m_skip -= skipped;
    bytes = bytes.sliced(skipped);
    if (m_at > 0 && m_at == m_bytes.size()) {
        m_bytes.clear();
        m_at = 0;
    } else if (m_at > maxHeadBytes && m_at > m_bytes.size() / 2) {
        m_bytes.remove(0, m_at);
        m_at = 0;
    }
    if (!m_failure) {
        m_bytes += bytes;
    }
}

Result<qint64> RpcFramer::lengthIn(QByteArrayView head) const
{
    const auto lines = QByteArray(head.data(), head.size()).split('\n');
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.first(colon).trimmed().compare("content-length", Qt::CaseInsensitive) == 0) {
            bool isNumber = false;
            const qint64 length = line.sliced(colon + 1).trimmed().toLongLong(&isNumber);
            if (isNumber && length >= 0) {
                return length;
            }
        }
    }
    return fail(ErrorCode::InvalidArgument, QObject::tr("A message has no valid Content-Length."));
}

std::optional<Result<RpcFramer::Frame>> RpcFramer::next()
{
    if (m_failure) {
        return std::unexpected(*m_failure);
    }
    if (m_length < 0) {
        const QByteArrayView rest = QByteArrayView(m_bytes).sliced(m_at);
        const qsizetype end = rest.indexOf("\r\n\r\n");
        if (end < 0 && rest.size() <= maxHeadBytes) {
            return {};
        }
        const auto length = end < 0 || end > maxHeadBytes
                                ? fail(ErrorCode::InvalidArgument, QObject::tr("A message has no head."))
                                : lengthIn(rest.first(end));
        if (!length) {
            m_failure = length.error();
            m_bytes.clear();
            m_at = 0;
            return std::unexpected(*m_failure);
        }
        m_length = *length;
        m_at += end + 4;
    }
    return takeBody();
}

std::optional<Result<RpcFramer::Frame>> RpcFramer::takeBody()
{
    const QByteArrayView rest = QByteArrayView(m_bytes).sliced(m_at);
    if (m_length <= maxBodyBytes) {
        if (rest.size() < m_length) {
            return {};
        }
        Frame frame{.body = QByteArray(rest.data(), m_length), .isWhole = true, .bodyBytes = m_length};
        m_at += m_length;
        m_length = -1;
        return frame;
    }
    if (rest.size() < keptBytes) {
        return {};
    }
    Frame frame{.body = QByteArray(rest.data(), keptBytes), .isWhole = false, .bodyBytes = m_length};
    const qint64 here = std::min<qint64>(m_length, rest.size());
    m_skip = m_length - here;
    m_at += here;
    m_length = -1;
    return frame;
}

QByteArray framed(const QByteArray &body)
{
    return "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

} // namespace studio
