// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/target.h"
#include "tests/contract/handler/row.h"

#include <QProcess>

#include <memory>

namespace studio::test {

/// An artifact without the platform around it: the binary with $PORT, or the component under `wasmtime serve`.
class BareServer
{
public:
    static Result<std::unique_ptr<BareServer>> start(RustTarget target, const QString &artifact);
    ~BareServer();

    /// One connection that is read to its end. Blocks, at most 30 s.
    Seen call(const QByteArray &wire);
    /// Sends, reads a little of the answer, and goes away.
    void leave(const QByteArray &wire);
    /// So many at once; the bodies.
    QList<QByteArray> callAtOnce(const QByteArray &wire, int times);

private:
    QByteArray takeLog();

    QProcess m_process;
    quint16 m_port = 0;
    QByteArray m_log;
};

} // namespace studio::test
